// @ts-check
/** What changed between two revisions of a text, word by word. */
import { h } from './elements.js'

// 2,000 words on each side: the longest comment allowed. Above, the two stand one after the other.
const maxWords = 2_000

/** @param {string} text */
const words = text => text.match(/\s+|[^\s]+/gu) ?? []

/**
 * The new text with what came in and what went out.
 * @param {string} before @param {string} after
 */
export const difference = (before, after) => {
  const [a, b] = [words(before), words(after)]
  if (a.length > maxWords || b.length > maxWords) return h('div', { class: 'text', dir: 'auto' }, h('del', {}, before), ' ', h('ins', {}, after))
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1])
    }
  }
  /** @type {{tag: 'del' | 'ins' | null, text: string}[]} */
  const runs = []
  const add = (/** @type {'del' | 'ins' | null} */ tag, /** @type {string} */ text) => {
    const last = runs.at(-1)
    if (last?.tag === tag) last.text += text
    else runs.push({ tag, text })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(null, a[i++])
      j++
    } else if (j >= b.length || i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1]) add('del', a[i++])
    else add('ins', b[j++])
  }
  return h('div', { class: 'text', dir: 'auto' }, runs.map(run => run.tag ? h(run.tag, {}, run.text) : run.text))
}
