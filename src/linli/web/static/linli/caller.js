/* Registering for somebody who is talking: hands stay on the keyboard, a refresh loses nothing.
   The words are kept in this tab only, until the request is registered. */
const KEPT = "linli.caller", form = document.getElementById("caller")

function typed() {
  return [...form.elements].filter(({name, type}) =>
    name && !["hidden", "file", "submit"].includes(type))
}

function keep() {
  const values = typed().map(({name, type, value, checked}) =>
    [name, type === "checkbox" ? checked : value])
  sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(values)))
}

/* What the server sent back filled is newer than what was kept. */
function restore() {
  if (form.querySelector("#form-errors")) return
  const values = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")
  for (const field of typed().filter(({name}) => name in values)) {
    if (field.type === "checkbox") field.checked = values[field.name]
    else field.value = values[field.name]
  }
}

/* Enter goes on to the next field, never sends half a request; with Ctrl it sends. */
function onKey(event) {
  if (event.key !== "Enter" || event.isComposing) return
  if (event.ctrlKey || event.metaKey) form.requestSubmit()
  else if (event.target.matches("input, select")) {
    event.preventDefault()
    const stops = [...form.elements].filter(one => one.type !== "hidden" && one.checkVisibility()
      && one.tagName !== "FIELDSET")
    stops[stops.indexOf(event.target) + 1]?.focus()
  }
}

if (form) {
  restore()
  form.querySelector(".keys").hidden = false
  form.addEventListener("input", keep)
  form.addEventListener("keydown", onKey)
  addEventListener("load", () => {
    for (const name of ["phone", "text"])
      if (form.elements[name].value)
        form.elements[name].dispatchEvent(new Event("input", {bubbles: true}))
  })
} else {
  sessionStorage.removeItem(KEPT)
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.done
  })
}
