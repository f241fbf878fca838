// @ts-check
/** Everything that a key does, in one place: the table that the help shows is the table that the keys obey. */
import { isWriting } from './elements.js'
import { preferences } from './preferences.js'

/** @typedef {{command: string, keys: string[], group: 'move' | 'decide' | 'select' | 'go'}} Shortcut */

/** @type {Shortcut[]} */
export const shortcuts = [
  { command: 'next', keys: ['j', 'ArrowDown'], group: 'move' },
  { command: 'previous', keys: ['k', 'ArrowUp'], group: 'move' },
  { command: 'next-queue', keys: [']'], group: 'move' },
  { command: 'previous-queue', keys: ['['], group: 'move' },
  { command: 'newest', keys: ['.'], group: 'move' },
  { command: 'claim', keys: ['n'], group: 'decide' },
  { command: 'publish', keys: ['p', 'a'], group: 'decide' },
  { command: 'reject', keys: ['r'], group: 'decide' },
  { command: 'escalate', keys: ['e'], group: 'decide' },
  { command: 'undo', keys: ['u', 'z'], group: 'decide' },
  { command: 'note', keys: ['m'], group: 'decide' },
  { command: 'soften', keys: ['s'], group: 'decide' },
  { command: 'author', keys: ['w'], group: 'decide' },
  { command: 'select', keys: ['x'], group: 'select' },
  { command: 'select-range', keys: ['X'], group: 'select' },
  { command: 'select-similar', keys: ['d'], group: 'select' },
  { command: 'select-all', keys: ['A'], group: 'select' },
  { command: 'clear', keys: ['Escape'], group: 'select' },
  { command: 'search', keys: ['/'], group: 'go' },
  { command: 'help', keys: ['?'], group: 'go' },
]

/** The reasons' letters, after the key for rejecting. The key for rejecting itself takes the usual reason. */
export const reasonKeys = /** @type {Record<string, string>} */ ({
  spam: 's', insult: 'i', hate: 'h', threat: 't', obscene: 'o', doxxing: 'd', 'off-topic': 'f', legal: 'l', other: 'x',
})

const byKey = new Map(shortcuts.flatMap(shortcut => shortcut.keys.map(key => [key, shortcut.command])))

/** The command of a key stroke; null while somebody writes, in a dialog, with Ctrl and the like, or when single keys are switched off. @param {KeyboardEvent} event */
export const commandOf = event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector('dialog[open]')) return null
  if (!preferences.shortcuts && event.key.length === 1) return null
  return byKey.get(event.key) ?? byKey.get(event.key.toLowerCase()) ?? null
}
