/* The desk by keyboard, and the inbox with a case beside its list. Everything here has a link, a
   button or a form that does the same without it. */
const WIDE = matchMedia("(min-width: 1280px)")
const find = selector => document.querySelector(selector)
const rows = () => [...document.querySelectorAll(".rows .cover")]
const current = () => find(".rows .cover:focus") || find(".rows .cover[aria-current]")
const pane = () => find("#pane")

function move(step) {
  const all = rows(), at = all.indexOf(current())
  all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]?.focus()
}

function open(link) {
  if (WIDE.matches && pane()) htmx.trigger(link, "open")
  else link.click()
}

function pick(box = current()?.closest("tr").querySelector("[name=case]")) {
  if (box) {
    box.checked = !box.checked
    count()
  }
}

function count() {
  const boxes = [...document.querySelectorAll(".rows [name=case]")]
  const chosen = boxes.filter(box => box.checked).length
  const all = find("[data-pick-all]"), said = find(".bulk-count")
  if (!all) return
  all.checked = chosen > 0 && chosen === boxes.length
  all.indeterminate = chosen > 0 && chosen < boxes.length
  said.hidden = !chosen
  said.querySelector("b").textContent = chosen
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current() && open(current()),
  a: () => find("form[action$='/accept/'] button:not([type=button])")?.click(),
  r: () => find(".next .button-lamp, .next .button-main")?.click(),
  u: () => find(".toast form button")?.click(),
  x: () => pick(),
  "/": () => find("main .search [type=search], .side .search [type=search]")?.select(),
  "?": () => find("#keys")?.showModal(),
}
let going = 0

function isOn() {
  return localStorage.getItem("linli.keys") !== "off"
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog[open]")
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "Escape") return leave(event.target)
  if (!isOn() || event.isComposing || isTyping(event.target) || find("dialog[open]")) return
  const key = event.key.toLowerCase()
  const gone = Date.now() - going < 1000 && find(`[data-go="${key}"]`)
  const way = gone || find(`main [data-key="${key}"]`)
  going = key === "g" ? Date.now() : 0
  if (!way && !KEYS[key]) return
  event.preventDefault()
  if (way) way.click()
  else KEYS[key]()
})

/* Out of a field or the case, back to the row one was at. */
function leave(target) {
  if (isTyping(target) && !target.closest("dialog")) target.blur()
  if (pane()?.contains(target) || target.closest(".search")) (current() || rows()[0])?.focus()
}

document.addEventListener("click", event => {
  const link = event.target.closest(".rows .cover")
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)
  if (link && isPlain && WIDE.matches && pane()) {
    event.preventDefault()
    htmx.trigger(link, "open")
  }
  if (event.target.closest("[data-keys]")) find("#keys").showModal()
})

document.addEventListener("change", ({target}) => {
  if (target.matches("[data-pick-all]")) {
    for (const box of document.querySelectorAll(".rows [name=case]")) box.checked = target.checked
  }
  if (target.id === "keys-on") localStorage.setItem("linli.keys", target.checked ? "on" : "off")
  if (target.closest(".rows, .bulk")) count()
})

/* What is done in the case leaves the address on the inbox, with that case open. */
document.addEventListener("htmx:beforeOnLoad", ({detail}) => {
  if (detail.target.id !== "pane" || !detail.boosted) return
  const address = new URL(location)
  const number = /\/desk\/cases\/([^/]+)\/$/.exec(detail.pathInfo.requestPath)?.[1]
  if (number) address.searchParams.set("open", number)
  detail.etc.replace = address.pathname + address.search
})

/* A refusal is an answer too: it is shown where the step was taken. */
document.addEventListener("htmx:beforeSwap", ({detail}) => {
  if (detail.target.id !== "pane") return
  if ([403, 404, 409, 422].includes(detail.xhr.status)) {
    detail.shouldSwap = true
    detail.isError = false
  }
})

document.addEventListener("htmx:afterSwap", ({detail}) => {
  if (detail.target.id === "pane") opened(detail.pathInfo.requestPath)
  if (detail.target.id === "found") say(find("#found-title").innerText)
  if (detail.target === document.body) {
    settle()
    pane()?.querySelector(".case-title")?.closest("#pane").focus({preventScroll: true})
  }
})

/* The row of the open case is marked; reading goes on in the case. */
function opened(path) {
  for (const link of rows()) {
    if (path.startsWith(link.pathname)) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
  pane().scrollTop = 0
  pane().focus({preventScroll: true})
  document.body.classList.add("has-open")
}

function say(words) {
  const said = find("#said")
  if (said) said.textContent = words
}

function settle() {
  const keys = find("#keys-on")
  if (keys) keys.checked = isOn()
  count()
}

settle()
