/* Puts the nearest job first. The position is asked for by a press, used here, and forgotten with
   the page: it is neither sent nor stored. */
const button = document.querySelector("[data-near]")
const said = document.querySelector("[data-near-said]")
const EARTH = 6371000 // metres
const radians = (degrees) => degrees * Math.PI / 180

function metresTo({latitude, longitude}, {lat, lon}) {
  if (lat === undefined) return Infinity
  const north = radians(lat - latitude)
  const east = radians(lon - longitude) * Math.cos(radians(latitude))
  return EARTH * Math.hypot(north, east)
}

function inWords(metres) {
  return metres < 950
    ? said.dataset.metres.replace("#", Math.max(10, Math.round(metres / 10) * 10))
    : said.dataset.kilometres.replace("#", (metres / 1000).toFixed(1))
}

function sort({coords}) {
  for (const list of document.querySelectorAll("[data-near-list]")) {
    const jobs = [...list.children].map((job) => ({job, metres: metresTo(coords, job.dataset)}))
    jobs.sort((one, other) => one.metres - other.metres || 0)
    for (const {job, metres} of jobs) {
      const far = job.querySelector("[data-far]")
      far.hidden = metres === Infinity
      far.textContent = far.hidden ? "" : inWords(metres)
    }
    list.append(...jobs.map(({job}) => job))
  }
  tell(said.dataset.done)
}

function tell(words) {
  said.textContent = words
  button.disabled = false
  said.scrollIntoView({block: "center"})
}

if (button && "geolocation" in navigator) {
  button.hidden = said.hidden = false
  button.addEventListener("click", () => {
    button.disabled = true
    navigator.geolocation.getCurrentPosition(sort, () => tell(said.dataset.failed), {
      enableHighAccuracy: true, maximumAge: 60000, timeout: 10000,
    })
  })
}

/* The number that one press has brought is where the next press goes. */
document.addEventListener("htmx:afterSwap", ({target}) => target.querySelector("a[href^='tel:']")?.focus())
