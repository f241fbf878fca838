// @ts-check
/** A comment's text with the words marked that drove its verdict, and slurs softened until somebody asks to see them. */
import { h } from './elements.js'
import { named, say } from './words.js'

/** @typedef {{start: number, end: number, category: string, weight: number}} Span */

// Categories whose words hurt to read. Spam and personal details are marked, never softened.
const hurting = new Set(['abuse', 'toxic', 'severe', 'obscene', 'threat', 'insult', 'identity'])

// Softened is what pushes a score up clearly: e^0.7 doubles the odds. Below, a word is only one of many hints.
const clearly = 0.7

/** The spans that do not overlap, the heaviest first choice, in the order of the text. @param {Span[]} spans @param {number} length */
const apart = (spans, length) => {
  /** @type {Span[]} */
  const taken = []
  for (const span of [...spans].filter(s => s.weight > 0 && s.start >= 0 && s.end <= length && s.start < s.end).sort((a, b) => b.weight - a.weight)) {
    if (taken.every(other => span.end <= other.start || span.start >= other.end)) taken.push(span)
  }
  return taken.sort((a, b) => a.start - b.start)
}

/** @param {string} word */
const softened = word => [...word][0] + '•'.repeat(Math.min(6, Math.max(2, [...word].length - 1)))

/**
 * The text as an element.
 * @param {string} text @param {Span[]} spans @param {boolean} soften
 */
export const markedText = (text, spans, soften) => {
  /** @type {(Node | string)[]} */
  const parts = []
  let at = 0
  for (const span of apart(spans, text.length)) {
    if (span.start > at) parts.push(text.slice(at, span.start))
    const word = text.slice(span.start, span.end)
    const strong = span.weight >= clearly * 2
    const props = { class: `${hurting.has(span.category) ? 'hurts' : 'drives'} ${strong ? 'strongly' : ''}`, title: named('category', span.category) }
    parts.push(soften && hurting.has(span.category) && span.weight >= clearly ? cover(word, props) : h('mark', props, word))
    at = span.end
  }
  parts.push(text.slice(at))
  return h('div', { class: 'text', dir: 'auto' }, parts)
}

/** The beginning of a text as plain words, slurs softened. @param {string} text @param {Span[]} spans @param {number} length */
export const softenedText = (text, spans, length) => {
  let out = ''
  let at = 0
  for (const span of apart(spans, text.length).filter(one => hurting.has(one.category) && one.weight >= clearly)) {
    out += text.slice(at, span.start) + softened(text.slice(span.start, span.end))
    at = span.end
  }
  return (out + text.slice(at)).slice(0, length)
}

/** A word that is shown when somebody asks for it. @param {string} word @param {{class: string, title: string}} props */
const cover = (word, props) => {
  const button = h('button', {
    type: 'button', class: 'softened ' + props.class, 'aria-label': say('softened-word', { category: props.title }), title: say('softened-word', { category: props.title }),
    onclick: () => {
      const mark = h('mark', { ...props, tabindex: -1 }, word)
      button.replaceWith(mark)
      mark.focus()
    },
  }, softened(word))
  return button
}

/** Shows every softened word below an element, whatever it is. @param {Element} element */
export const revealAll = element => element.querySelectorAll('button.softened').forEach(covered => covered instanceof HTMLElement && covered.click())
