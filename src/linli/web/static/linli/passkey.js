/* Passkeys are offered only where the browser has them; the browsers inside chat apps say they
   do and fail. webauthn-json.js turns what the browser gives into letters. */
const usable = window.PublicKeyCredential && !/MicroMessenger|AlipayClient/.test(navigator.userAgent)

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.inert = !usable
  form.addEventListener("submit", async event => {
    event.preventDefault()
    try {
      const answer = await fetch(form.dataset.options)
      const key = await webauthnJSON[form.dataset.passkey](await answer.json())
      form.elements.credential.value = JSON.stringify(key)
      form.submit()
    } catch {
      form.querySelector("[role=alert]").hidden = false
    }
  })
}
