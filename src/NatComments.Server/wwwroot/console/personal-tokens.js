// @ts-check
/** Personal tokens: one's own on the account screen, and somebody else's for who administers all of their sites. */
import { ask, connection } from './api.js'
import { button, field, fill, h } from './elements.js'
import { tell } from './announcer.js'
import { secretShown } from './secret.js'
import { day, exact, fault, say } from './words.js'

/**
 * The tokens below an address, each to be ended.
 * @param {string} at @param {any[]} tokens @param {() => Promise<any>} again
 */
export const tokenList = (at, tokens, again) => {
  const end = async (/** @type {any} */ token) => {
    try {
      await ask('DELETE', `${at}/${encodeURIComponent(token.id)}`)
      tell(say('token-ended'))
    } catch (problem) { tell(fault(problem), { bad: true }) }
    await again()
  }
  return h('ul', { class: 'tokens' }, tokens.map(token => h('li', {},
    h('bdi', {}, token.label), ' · ', exact(token.createdAt), ' · ', token.endsAt ? say('ends-at', { date: exact(token.endsAt) }) : say('ends-after-use'), ' · ', token.lastUsed ? say('last-used', { date: day(token.lastUsed) }) : say('never-used'), ' ',
    button(say('token-end'), () => end(token), { class: 'link', 'aria-label': `${say('token-end')}: ${token.label}` }))))
}

/** Draws one's own tokens and a form for another. @param {HTMLElement} section @param {Node | null} [more] @returns {Promise<void>} */
export const drawTokens = async (section, more = null) => {
  const at = '/session/tokens'
  const label = h('input', { required: true, maxlength: 100, name: 'token-label' })
  const days = h('input', { type: 'number', min: 1, max: 365, name: 'token-days', placeholder: '90' })
  const password = h('input', { type: 'password', autocomplete: 'current-password', required: true, maxlength: 200, name: 'token-password' })
  const code = h('input', { inputmode: 'numeric', autocomplete: 'one-time-code', required: true, maxlength: 20, name: 'token-code' })
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault()
    try {
      const made = await ask('POST', at, {
        label: label.value.trim(), password: password.value, ...days.value && { days: Number(days.value) }, ...connection.session?.secondFactor && { code: code.value.trim() },
      })
      await drawTokens(section, secretShown(say('token-is'), made.token))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }
  try {
    const tokens = await ask('GET', at)
    fill(section, h('h2', {}, say('tokens')), h('p', { class: 'dim' }, say('token-text')), more, tokenList(at, tokens, () => drawTokens(section)),
      h('form', { class: 'inline', onsubmit: add }, field(say('label'), label), field(say('token-days'), days), field(say('current-password'), password), connection.session?.secondFactor && field(say('code'), code), h('button', {}, say('token-add'))))
  } catch (problem) { tell(fault(problem), { bad: true }) }
}
