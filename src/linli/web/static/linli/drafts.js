/* Words being written stay in this browser only, until they are sent or cleared: a closed tab loses
   nothing. ``data-draft`` of a form says under which name its texts are kept. */
export const drop = key => localStorage.removeItem(key)

export function keep(key, fields) {
  const words = Object.fromEntries(fields.map(({name, value}) => [name, value]))
  if (Object.values(words).some(Boolean)) localStorage.setItem(key, JSON.stringify(words))
  else drop(key)
}

/* Puts back what was kept where nothing stands yet; says whether there was anything. */
export function restore(key, fields) {
  const words = JSON.parse(localStorage.getItem(key) ?? "null")
  if (!words || fields.some(({value}) => value)) return false
  for (const field of fields) if (words[field.name]) field.value = words[field.name]
  return true
}

const keyOf = form => `linli.draft:${form.dataset.draft}`
const texts = form => [...form.querySelectorAll("textarea[name]")]

function begin(part) {
  for (const form of part.querySelectorAll("form[data-draft]")) restore(keyOf(form), texts(form))
}

addEventListener("input", ({target}) => {
  const form = target.closest?.("form[data-draft]")
  if (form) keep(keyOf(form), texts(form))
})
addEventListener("submit", ({target}) => target.dataset.draft && drop(keyOf(target)))
/* Not sent: the words are still in the form, so they are kept again. */
for (const failed of ["htmx:sendError", "htmx:responseError"])
  addEventListener(failed, ({detail: {elt}}) => {
    if (elt.dataset?.draft) keep(keyOf(elt), texts(elt))
  })
addEventListener("htmx:afterSettle", ({detail: {target}}) => begin(target))
begin(document)
