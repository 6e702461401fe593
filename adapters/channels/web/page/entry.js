import { post } from './connection.js'

const form = /** @type {HTMLFormElement} */ (document.getElementById('entry'))
const secret = /** @type {HTMLInputElement} */ (document.getElementById('secret'))
const notice = /** @type {HTMLElement} */ (document.getElementById('notice'))

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const answer = await post('/chat/enter', { secret: secret.value })
  if (answer?.ok) return location.reload()
  notice.textContent = (answer?.status === 403 ? form.dataset.wrong : form.dataset.wait) ?? ''
  secret.select()
})
