/* A step taken in the page of its request: its form opens under the next step, with the focus
   in it; Esc and "先不办" close it again. Without this the forms are pages of their own. */
const here = () => document.getElementById("step")
let opener

function close() {
  here().replaceChildren()
  opener?.focus()
}

function isWritten(form) {
  return [...form.elements].some(({type, value, defaultValue, files}) =>
    type === "textarea" ? value !== defaultValue : type === "file" && files.length)
}

addEventListener("htmx:beforeRequest", ({detail: {elt, target}}) => {
  if (target === here() && !target.contains(elt)) opener = elt
})

/* htmx moves the focus to a field that asks for it; else to what is wrong, else to the button. */
addEventListener("htmx:afterSettle", ({detail: {target}}) => {
  if (target !== here()) return
  for (const more of document.querySelectorAll(".more-steps")) more.open = false
  offerPhrases(target)
  target.firstElementChild?.scrollIntoView({block: "nearest"})
  if (!target.contains(document.activeElement))
    (target.querySelector("#form-errors") ?? target.querySelector(".form-end .button"))?.focus()
})

/* What may not be opened says why on a page of its own. */
addEventListener("htmx:responseError", ({detail: {elt, target}}) => {
  if (target === here() && elt.href) location.assign(elt.href)
})

addEventListener("click", event => {
  if (event.target.closest("#step [data-step-close]")) {
    event.preventDefault()
    close()
  }
})

/* Esc throws away nothing that was written: then it only goes to the way out. */
addEventListener("keydown", event => {
  if (event.key !== "Escape") return
  const more = event.target.closest("details[open]"), form = event.target.closest("#step form")
  if (more) {
    more.open = false
    more.querySelector("summary").focus()
  } else if (form) {
    isWritten(form) ? form.querySelector("[data-step-close]").focus() : close()
  }
})

/* Sentences to start from become buttons that write into the text. */
function offerPhrases(part) {
  for (const item of part.querySelectorAll("[data-phrase]")) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "link-button"
    button.textContent = item.textContent
    button.addEventListener("click", () => {
      const text = item.closest("form").elements.text
      text.setRangeText(button.textContent, text.selectionStart, text.selectionEnd, "end")
      text.dispatchEvent(new Event("input", {bubbles: true}))
      text.focus()
    })
    item.replaceChildren(button)
    item.removeAttribute("data-phrase")
  }
}

offerPhrases(document)

/* The link to work by is copied at a tap. */
const offerCopy = () => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard
}
addEventListener("htmx:afterSettle", offerCopy)
addEventListener("click", async ({target}) => {
  const button = target.closest("[data-copy]")
  if (!button) return
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
  button.lastChild.textContent = button.dataset.copied
})
offerCopy()
