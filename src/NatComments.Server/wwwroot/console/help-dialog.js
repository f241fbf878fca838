// @ts-check
/** The dialog that shows every key, and where single keys can be switched off. */
import { button, dialog, h } from './elements.js'
import { prefer, preferences } from './preferences.js'
import { reasonKeys, shortcuts } from './shortcuts.js'
import { named, say } from './words.js'

const shown = /** @type {Record<string, string>} */ ({ ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' })

/** @template T @param {T[]} all @returns {T[][]} */
const inTwo = all => [all.slice(0, Math.ceil(all.length / 2)), all.slice(Math.ceil(all.length / 2))]

export const helpDialog = () => {
  const groups = /** @type {const} */ (['move', 'decide', 'select', 'go'])
  const off = h('input', { type: 'checkbox', checked: preferences.shortcuts, onchange: () => prefer({ shortcuts: off.checked }) })
  const row = (/** @type {string[]} */ keys, /** @type {string} */ words) => h('tr', {}, h('td', {}, keys.map(key => h('kbd', {}, shown[key] ?? key))), h('td', {}, words))
  const box = dialog(say('help'), [
    h('div', { class: 'keys' }, groups.map(group => h('table', {}, h('caption', {}, say('keys-' + group)), h('tbody', {},
      shortcuts.filter(shortcut => shortcut.group === group).map(({ command, keys }) => row(keys, say('do-' + command))))))),
    h('h3', {}, say('keys-reasons')), h('div', { class: 'keys' }, inTwo([row(['r', 'r'], say('do-usual')), ...Object.entries(reasonKeys).map(([reason, key]) => row(['r', key], named('reason', reason)))])
      .map(rows => h('table', { 'aria-label': say('keys-reasons') }, h('tbody', {}, rows)))),
    h('label', {}, off, ' ', say('single-keys')),
    h('div', { class: 'row' }, button(say('close'), () => box.close(), { class: 'main' })),
  ], { class: 'wide' })
}
