/* Photos chosen in a form are seen before they are sent, small, beneath their field. */
addEventListener("change", ({target}) => {
  if (target.type !== "file") return
  target.parentElement.querySelector(".chosen")?.remove()
  const strip = document.createElement("div")
  strip.className = "chosen"
  strip.ariaHidden = "true"
  for (const file of target.files) strip.append(drawn(file))
  if (target.files.length) target.after(strip)
})

function drawn(file) {
  const canvas = document.createElement("canvas")
  createImageBitmap(file, {resizeHeight: 144}).then(
    picture => {
      canvas.width = picture.width
      canvas.height = picture.height
      canvas.getContext("2d").drawImage(picture, 0, 0)
    },
    () => canvas.remove(),  // a kind that this browser cannot show; the server says whether it can
  )
  return canvas
}
