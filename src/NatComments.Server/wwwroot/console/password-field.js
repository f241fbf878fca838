// @ts-check
/** A field for a password: it can be looked at, and a new one is told how strong it is. The server has the last word. */
import { button, h } from './elements.js'
import { say } from './words.js'

// 15 bits a step: four words that were picked at random (13 bits each, of some 8,000 that people know) are good, five are strong.
const stepBits = 15
const wordBits = 13
const steps = ['password-weak', 'password-weak', 'password-fair', 'password-good', 'password-strong']

let made = 0

/** How hard a password is to guess, 0 to 4. Repeated and neighbouring characters count once. @param {string} text */
const strength = text => {
  const kept = [...text].filter((c, i, all) => i === 0 || Math.abs(c.charCodeAt(0) - all[i - 1].charCodeAt(0)) > 1)
  const pool = [[/\p{Ll}/u, 26], [/\p{Lu}/u, 26], [/\d/, 10], [/[^\p{L}\d]/u, 20]].reduce((sum, [of, size]) => sum + (of.test(text) ? size : 0), 1)
  const letters = Math.min(kept.length, 2 * new Set(kept).size) * Math.log2(pool)
  const words = /^[\p{L}\s-]*$/u.test(text) ? text.split(/[\s-]+/).filter(word => word.length > 2).length * wordBits : letters
  return Math.min(steps.length - 1, Math.floor(Math.min(letters, words) / stepBits))
}

/**
 * @param {string} label
 * @param {HTMLInputElement} input
 * @param {string} [hint] for a new password: what a good one is; its strength is then shown too
 */
export const passwordField = (label, input, hint) => {
  input.id ||= `password-${++made}`
  const look = button(say('show-password'), () => {
    const shown = input.type === 'password'
    input.type = shown ? 'text' : 'password'
    look.setAttribute('aria-pressed', `${shown}`)
  }, { class: 'link', 'aria-pressed': 'false' })
  const bar = h('meter', { min: 0, max: 4, low: 2, high: 3, optimum: 4, value: 0, 'aria-hidden': 'true' })
  const said = h('span', { role: 'status' })
  if (hint) {
    input.addEventListener('input', () => {
      bar.value = strength(input.value)
      said.textContent = input.value && say(steps[bar.value])
    })
  }
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input,
    h('div', { class: 'strength' }, look, hint && bar, hint && said), hint && h('small', {}, hint))
}
