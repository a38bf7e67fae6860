/* The report page beyond its HTML: a draft that stays, photos seen before they are sent, the
   position when asked for. The page sends without it. Parts are found anew each time: the form is
   exchanged when it comes back with an error, its photos are kept. */
const KEY = "linli.report"
const KEPT = ["text", "address"]
const part = id => document.getElementById(id)
const field = name => part("report")?.elements[name]
const show = (element, on) => element && (element.hidden = !on)

/* The draft: words and address in this browser only, until they are sent or cleared. Not by
   drafts.js: on a slow line one more file is a second's wait. */
function keep() {
  const words = Object.fromEntries(KEPT.map(name => [name, field(name)?.value ?? ""]))
  if (Object.values(words).some(Boolean)) localStorage.setItem(KEY, JSON.stringify(words))
  else localStorage.removeItem(KEY)
}

function restore() {
  const words = JSON.parse(localStorage.getItem(KEY) ?? "null")
  if (!words || KEPT.some(name => field(name)?.value)) return
  for (const name of KEPT) if (field(name) && words[name]) field(name).value = words[name]
  show(part("draft"), true)
  foresee()
}

function clear() {
  localStorage.removeItem(KEY)
  for (const name of KEPT) if (field(name)) field(name).value = ""
  show(part("draft"), false)
  foresee()
  field("text").focus()
}

const foresee = () => part("report").dispatchEvent(new CustomEvent("placed"))

/* The place: what was said last counts. */
function unlocate() {
  field("lat").value = field("lon").value = ""
}

function choose(grid) {
  unlocate()
  field("grid").value = grid
  for (const link of document.querySelectorAll(".report-map svg a"))
    link.firstElementChild.classList.toggle("map-chosen", link.dataset.grid === grid)
  foresee()
}

function locate(button) {
  const said = button.parentElement.querySelector("[role=status]")
  const before = said.textContent
  said.textContent = button.dataset.finding
  navigator.geolocation.getCurrentPosition(
    ({coords}) => {
      field("grid").value = ""
      field("lat").value = coords.latitude
      field("lon").value = coords.longitude
      said.textContent = before
      foresee()
    },
    () => { said.textContent = button.dataset.failed },
    {enableHighAccuracy: true, timeout: 10000, maximumAge: 60000},
  )
}

/* Photos: chosen in several goes, seen, taken away again. */
let photos = []

function add(input) {
  const {most, largest, tooMany, tooHeavy} = part("report-photos").dataset
  const said = []
  for (const file of input.files) {
    if (file.size > largest) said.push(tooHeavy.replace("{}", file.name))
    else if (photos.length < most) photos.push(file)
    else if (!said.includes(tooMany)) said.push(tooMany)
  }
  put(said.join(" "))
}

function put(said = "") {
  const box = part("report-photos"), files = new DataTransfer()
  for (const photo of photos) files.items.add(photo)
  field("photos").files = files.files
  box.querySelector("[data-said]").textContent = said
  box.querySelector("[data-strip]").replaceChildren(...photos.map((photo, place) => {
    const item = document.createElement("li"), button = document.createElement("button")
    const canvas = document.createElement("canvas"), cross = document.createElement("span")
    button.type = "button"
    button.dataset.photo = place
    button.setAttribute("aria-label", box.dataset.remove.replace("{}", place + 1))
    cross.textContent = "×"
    button.append(cross)
    item.append(canvas, button)
    draw(photo, canvas)
    return item
  }))
}

async function draw(photo, canvas) {
  canvas.width = canvas.height = 240
  try {
    const picture = await createImageBitmap(photo, {resizeWidth: 480})
    const side = Math.min(picture.width, picture.height)
    const left = (picture.width - side) / 2, top = (picture.height - side) / 2
    canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, 240, 240)
  } catch { /* a kind that this browser cannot show; the server says whether it can */ }
}

/* Sending. What fails stays as it is; linli.js says so. */
const isSending = event => event.detail.elt?.id === "report"

document.addEventListener("htmx:xhr:progress", event => {
  if (!isSending(event) || !event.detail.lengthComputable || !photos.length) return
  show(part("progress"), true)
  part("progress").querySelector("progress").value = 100 * event.detail.loaded / event.detail.total
})
document.addEventListener("htmx:beforeSwap", ({detail}) => {
  if (detail.xhr.status !== 422) return
  detail.shouldSwap = true
  detail.isError = false
})
document.addEventListener("htmx:afterRequest", event => {
  if (!isSending(event)) return
  show(part("progress"), false)
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) localStorage.removeItem(KEY)
})
document.addEventListener("htmx:afterSettle", event => {
  if (event.detail.elt.id !== "report") return
  begin()
  part("form-errors")?.focus()
})

document.addEventListener("input", event => {
  if (KEPT.includes(event.target.name)) keep()
  if (event.target.name === "address") unlocate()
})
document.addEventListener("change", event => {
  if (event.target.name === "photos") add(event.target)
  if (event.target.name === "grid") choose(event.target.value)
})
document.addEventListener("click", event => {
  const {target} = event
  const grid = target.closest(".report-map a[data-grid]")
  if (grid) {
    event.preventDefault()
    choose(grid.dataset.grid)
  }
  if (target.closest("[data-clear]")) clear()
  if (target.closest("[data-locate]")) locate(target.closest("[data-locate]"))
  const photo = target.closest("[data-photo]")
  if (photo) {
    photos.splice(Number(photo.dataset.photo), 1)
    put()
    field("photos").focus()
  }
})

function begin() {
  if ("geolocation" in navigator)
    for (const element of document.querySelectorAll("[data-script]")) show(element, true)
}

begin()
addEventListener("load", restore)
// Gone back to after sending: a fresh form, so that the next request is not taken for the last.
addEventListener("pageshow", event => event.persisted && location.reload())
