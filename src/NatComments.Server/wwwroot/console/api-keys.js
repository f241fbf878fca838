// @ts-check
/** The API keys of a site, for its administrators: listed, made, given a new secret, ended. Secrets are shown only when they are made. */
import { ask, path } from './api.js'
import { button, field, fill, h, prompted } from './elements.js'
import { tell } from './announcer.js'
import { secretShown } from './secret.js'
import { day, exact, fault, say } from './words.js'

/** Draws the keys of a site. @param {string} site @param {HTMLElement} section @param {Node | null} [more] @returns {Promise<void>} */
export const drawKeys = async (site, section, more = null) => {
  const run = async (/** @type {() => Promise<any>} */ what) => {
    try {
      const made = await what()
      await drawKeys(site, section, made?.key ? secretShown(say('key-is', { name: made.name }), made.key) : null)
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }
  const sure = async (/** @type {string} */ words, /** @type {() => Promise<any>} */ what) => {
    if (await prompted(say('confirm'), { text: words, ok: say('confirm'), cancel: say('cancel') }) !== null) await run(what)
  }
  const row = (/** @type {any} */ key) => h('li', {}, h('bdi', {}, key.name), key.createdAt && [' · ', exact(key.createdAt)], key.createdBy && [' · ', h('bdi', {}, key.createdBy)], ' · ',
    key.lastUsed ? say('last-used', { date: day(key.lastUsed) }) : say('never-used'), key.formerUntil && [' · ', say('key-former', { date: exact(key.formerUntil) })], ' ',
    button(say('key-rotate'), () => sure(say('key-rotate-sure', { name: key.name }), () => ask('POST', path(site, ['/keys/', '/rotation'], key.id), {})), { class: 'link', 'aria-label': `${say('key-rotate')}: ${key.name}` }), ' ',
    button(say('token-end'), () => sure(say('key-end-sure', { name: key.name }), () => ask('DELETE', path(site, ['/keys/', ''], key.id))), { class: 'link', 'aria-label': `${say('token-end')}: ${key.name}` }))
  const name = h('input', { required: true, maxlength: 100, name: 'key-name' })
  const add = (/** @type {Event} */ event) => {
    event.preventDefault()
    run(() => ask('POST', path(site, ['/keys']), { name: name.value.trim() }))
  }
  try {
    fill(section, h('h2', {}, say('keys')), h('p', { class: 'dim' }, say('keys-text')), more, h('ul', { class: 'tokens' }, (await ask('GET', path(site, ['/keys']))).map(row)),
      h('form', { class: 'inline', onsubmit: add }, field(say('label'), name), h('button', {}, say('key-add'))))
  } catch (problem) { tell(fault(problem), { bad: true }) }
}
