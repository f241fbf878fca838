// @ts-check
import { button, h } from './elements.js'
import { tell } from './announcer.js'
import { say } from './words.js'

/** A secret that is shown only now, ready to be copied. @param {string} title @param {string} secret */
export const secretShown = (title, secret) => h('div', { class: 'notice' }, h('p', {}, title), h('p', {}, h('code', { class: 'secret' }, secret)),
  button(say('copy'), () => navigator.clipboard.writeText(secret).then(() => tell(say('copied')), () => tell(say('fault-other'), { bad: true }))))
