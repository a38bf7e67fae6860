/* What every page does beyond its HTML: tell of slow answers and of a lost connection.
   Every page reads and sends without it. */
document.addEventListener("click", ({target}) => {
  target.closest("[data-close]")?.parentElement.remove()
})
