/** What the server put into the page. */

const phone = /** @type {HTMLElement} */ (document.querySelector('.phone'))

/** The page's own words. */
export const words = JSON.parse(phone.dataset.words ?? '{}')
/** UTF-16 code units of one message at most. */
export const longest = Number(phone.dataset.longest)
/** Said of a message with more. */
export const tooLong = words.tooLong.replace('{n}', longest.toLocaleString(words.tag))

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}
