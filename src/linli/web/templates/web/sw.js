/* A shell to stand in without network: the files every page needs, and one plain page that says
   what can still be done. No page of a person is kept. */
const KEPT = "linli"
const OFFLINE = "{{ offline }}"
const FILES = [OFFLINE, {% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}]

addEventListener("install", event => {
  event.waitUntil(caches.open(KEPT).then(kept => kept.addAll(FILES)))
})

addEventListener("activate", event => {
  event.waitUntil(Promise.all([dropOld(), registration.navigationPreload?.enable()]))
})

async function dropOld() {
  const kept = await caches.open(KEPT)
  const old = (await kept.keys()).filter(({url}) => !FILES.includes(new URL(url).pathname))
  await Promise.all(old.map(request => kept.delete(request)))
}

addEventListener("fetch", event => {
  const {request} = event
  if (request.method !== "GET") return
  if (request.mode === "navigate") event.respondWith(page(event))
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(file(request))
})

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return caches.match(OFFLINE)
  }
}

async function file(request) {
  return (await caches.match(request.url)) ?? fetch(request)
}
