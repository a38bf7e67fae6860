/* What every page does beyond its HTML: words while an answer is slow, words when it fails, one
   sending per press. Every page reads and sends without it. The words stand in #live. */
const live = document.getElementById("live")
const SLOW = 300  // ms after which a wait is given words
const STUCK = 20_000  // ms after which a sent form may be sent again

/* One line for everybody; as "heard" only for who listens instead of looking. */
function say(words, how = "seen") {
  live.dataset.how = how
  live.textContent = live.dataset[words] ?? words
}

function hush(...hows) {
  if (hows.includes(live.dataset.how)) live.textContent = ""
}

/* Sending forms: the second press does nothing, the first says so. */
const sent = new Map()

function hold(form, button) {
  if (sent.has(form)) return
  const kept = button && [...button.childNodes]
  const timers = [
    setTimeout(() => {
      button?.replaceChildren(live.dataset.sending)
    }, SLOW),
    setTimeout(() => release(form), STUCK),
  ]
  button?.setAttribute("aria-disabled", "true")
  sent.set(form, () => {
    timers.forEach(clearTimeout)
    button?.removeAttribute("aria-disabled")
    button?.replaceChildren(...kept)
  })
}

function release(form) {
  sent.get(form)?.()
  sent.delete(form)
}

/* Before htmx sees it, so that it holds for its forms too. */
addEventListener("submit", event => {
  const form = event.target, method = event.submitter?.formMethod || form.method
  if (method === "dialog") return
  if (!navigator.onLine || sent.has(form)) {
    event.preventDefault()
    event.stopPropagation()
    if (!navigator.onLine) say("offline", "stays")
  }
}, true)

/* After every other listener: whoever prevented it sends in another way. */
addEventListener("submit", event => {
  const posts = event.target.method === "post" && event.target.target !== "_blank"
  if (posts && !event.defaultPrevented) hold(event.target, event.submitter)
})

addEventListener("pageshow", () => [...sent.keys()].forEach(release))

/* Answers fetched into the page. What follows the typing (data-quiet) holds no form and says
   nothing here: it has a live region of its own. */
const waits = new Map()
const isQuiet = requestConfig => requestConfig?.elt.closest("[data-quiet]")

addEventListener("htmx:beforeSend", ({detail: {xhr, target, requestConfig}}) => {
  if (isQuiet(requestConfig)) return
  const form = requestConfig.elt.closest("form")
  const event = requestConfig.triggeringEvent
  if (form && requestConfig.verb !== "get") hold(form, event?.submitter)
  hush("seen", "heard")
  target.setAttribute("aria-busy", "true")
  waits.set(xhr, {form, timer: event && setTimeout(() => say("reading", "busy"), SLOW)})
})

addEventListener("htmx:afterRequest", ({detail: {xhr, target}}) => {
  const wait = waits.get(xhr)
  if (!wait) return
  waits.delete(xhr)
  clearTimeout(wait.timer)
  target.removeAttribute("aria-busy")
  if (wait.form) release(wait.form)
  if (!waits.size) hush("busy")
})

/* A refusal that brings its own words is shown as it is. */
addEventListener("htmx:beforeSwap", ({detail}) => {
  if (detail.xhr.getResponseHeader("HX-Reswap") === "none") {
    detail.shouldSwap = true
    detail.isError = false
  }
})

addEventListener("htmx:responseError", ({detail: {xhr}}) => {
  const words = {403: "forbidden", 404: "gone", 413: "large"}
  say(words[xhr.status] ?? "broken")
})
for (const name of ["htmx:sendError", "htmx:timeout"])
  addEventListener(name, () => navigator.onLine ? say("unreached") : say("offline", "stays"))

addEventListener("htmx:afterSettle", ({detail: {target, requestConfig}}) => {
  if (!requestConfig?.triggeringEvent || isQuiet(requestConfig) || live.textContent) return
  say(target.querySelector("[data-say]")?.textContent.trim() || "renewed", "heard")
})

/* The connection. */
addEventListener("offline", () => say("offline", "stays"))
addEventListener("online", () => say("online"))
if (!navigator.onLine) say("offline", "stays")

addEventListener("click", ({target}) => {
  hush("seen")
  target.closest("[data-close]")?.parentElement.remove()
})

/* A question asked in place; without this its link leads to the page that asks. */
addEventListener("click", event => {
  const link = event.target.closest("a[data-dialog]")
  const dialog = link && document.getElementById(link.dataset.dialog)
  if (!dialog?.showModal || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  dialog.showModal()
})

addEventListener("load", () => navigator.serviceWorker?.register("/sw.js").catch(() => {}))
