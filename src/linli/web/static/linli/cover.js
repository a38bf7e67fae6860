/* Boxes drawn with the pointer are written into the numbers of the form, which is what is sent. */
const photo = document.querySelector(".cover-photo")
const rows = [...document.querySelectorAll("[data-box]")]
const SVG = "http://www.w3.org/2000/svg"
const sheet = document.createElementNS(SVG, "svg")
sheet.setAttribute("viewBox", "0 0 100 100")
sheet.setAttribute("preserveAspectRatio", "none")
photo.append(sheet)
document.querySelector("[data-draw-hint]").hidden = false

const inputs = row => [...row.querySelectorAll("input")]
const numbers = row => inputs(row).map(input => Number(input.value))

function draw(extra) {
  const boxes = rows.map(numbers).filter(([, , width]) => width)
  sheet.replaceChildren(...[...boxes, ...extra ? [extra] : []].map(box => {
    const rect = document.createElementNS(SVG, "rect")
    for (const [place, name] of ["x", "y", "width", "height"].entries())
      rect.setAttribute(name, box[place])
    return rect
  }))
}

/* Where on the photo, in percent. */
function at({clientX, clientY}) {
  const {left, top, width, height} = photo.getBoundingClientRect()
  const percent = (value, whole) => Math.min(100, Math.max(0, 100 * value / whole))
  return [percent(clientX - left, width), percent(clientY - top, height)]
}

function between([x, y], [to, down]) {
  const left = Math.floor(Math.min(x, to)), upper = Math.floor(Math.min(y, down))
  return [left, upper, Math.ceil(Math.max(x, to)) - left, Math.ceil(Math.max(y, down)) - upper]
}

const under = ([x, y]) => rows.findIndex(row => {
  const [left, top, width, height] = numbers(row)
  return width && x >= left && x <= left + width && y >= top && y <= top + height
})

function write(row, box) {
  for (const [place, input] of inputs(row).entries()) input.value = box ? box[place] : ""
}

let from
photo.addEventListener("pointerdown", event => {
  event.preventDefault()
  photo.setPointerCapture(event.pointerId)
  from = at(event)
})
photo.addEventListener("pointermove", event => from && draw(between(from, at(event))))
photo.addEventListener("pointercancel", () => { from = undefined; draw() })
/* A drag is a new box, a tap on a box takes it away. */
photo.addEventListener("pointerup", event => {
  if (!from) return
  const box = between(from, at(event)), hit = under(from)
  if (box[2] > 1 && box[3] > 1) {
    const free = rows.find(row => !numbers(row)[2])
    if (free) write(free, box)
  } else if (hit >= 0) write(rows[hit])
  from = undefined
  draw()
})
document.getElementById("cover").addEventListener("input", () => draw())
draw()
