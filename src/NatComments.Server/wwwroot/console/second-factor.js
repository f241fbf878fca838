// @ts-check
/** Setting up a second factor: the QR code, the first code, and the recovery codes that are shown only then. */
import { ask, whoAmI } from './api.js'
import { field, h, svg } from './elements.js'
import { fault, say } from './words.js'

/**
 * A form that puts a secret into an authenticator and switches the second factor on with its first code.
 * @param {(codes: HTMLElement) => void} then gets the recovery codes, ready to be shown
 */
export const factorForm = async then => {
  const reply = await ask('POST', '/session/second-factor')
  const wrong = h('p', { class: 'fault', role: 'alert' })
  const code = h('input', { inputmode: 'numeric', autocomplete: 'one-time-code', required: true, name: 'factor-code' })
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    wrong.textContent = ''
    try {
      const { recoveryCodes } = await ask('PUT', '/session/second-factor', { code: code.value.trim() })
      await whoAmI()
      then(codesShown(recoveryCodes))
    } catch (problem) {
      wrong.textContent = fault(problem)
      code.select()
    }
  }
  return h('form', { onsubmit: submit }, h('p', {}, say('factor-text')), qrDrawing(reply.qr),
    h('p', {}, say('secret'), ': ', h('code', { class: 'secret' }, reply.secret.match(/.{1,4}/g)?.join(' ') ?? '')),
    h('p', {}, h('a', { href: reply.uri }, say('factor-open'))), field(say('code'), code), wrong, h('button', { class: 'main' }, say('confirm')))
}

/** Recovery codes. @param {string[]} codes */
export const codesShown = codes => h('div', { class: 'notice', tabindex: -1 },
  h('p', {}, say('codes-are')), h('ul', {}, codes.map(code => h('li', {}, h('code', {}, code)))))

/** A QR code, dark on light in either theme, with the quiet border that readers need. @param {string[]} rows '1' for a dark module */
const qrDrawing = rows => svg('svg', { class: 'qr', viewBox: `-4 -4 ${rows.length + 8} ${rows.length + 8}`, role: 'img', 'aria-label': say('qr'), 'shape-rendering': 'crispEdges' },
  svg('rect', { x: -4, y: -4, width: rows.length + 8, height: rows.length + 8, fill: '#fff' }),
  svg('path', { d: rows.flatMap((row, y) => [...row].map((module, x) => module === '1' ? `M${x} ${y}h1v1h-1z` : '')).join('') }))
