// @ts-check
/** The history of a comment in words: who did what, when and why. */
import { h } from './elements.js'
import { named, percent, say, time } from './words.js'

/** Who decided, for a person. @param {any} maker @param {Record<string, string>} names */
export const makerName = (maker, names) =>
  maker?.kind === 'moderator' ? names[maker.moderator] ?? maker.moderator : say('by-' + (maker?.kind ?? 'policy'))

/** @param {any} event @param {Record<string, string>} names @returns {[string, string | null | undefined] | null} */
const inWords = (event, names) => {
  switch (event.event) {
    case 'comment-posted': return [say('happened-posted'), null]
    case 'comment-edited': return [say('happened-edited', { n: event.revision }), null]
    case 'comment-scored': return null
    case 'comment-held': case 'edit-held': return [say('happened-held', { why: named('why', event.why) }), null]
    case 'comment-decided': case 'edit-published': {
      const { outcome, reason, by, note } = event.decision
      return [say('happened-' + outcome, { by: makerName(by, names), reason: named('reason', reason), n: event.revision }), note]
    }
    case 'decision-undone': return [say('happened-undone', { by: makerName(event.by, names) }), null]
    case 'comment-escalated': return [say('happened-escalated', { by: names[event.moderator] ?? event.moderator }), event.note]
    case 'comment-withdrawn': return [say('happened-withdrawn'), null]
    case 'comment-reported': return [say('happened-reported', { reason: named('reason', event.reason) }), null]
    case 'decision-appealed': return [say('happened-appealed'), null]
    case 'comment-liked': return null
    default: return [event.event, null]
  }
}

/** The history as a list, the newest first. @param {any} whole */
export const historyList = whole => h('ol', { class: 'history' }, [...whole.history].reverse().map(event => {
  const words = inWords(event, whole.names ?? {})
  return words && h('li', {}, time(event.at), ' ', words[0], words[1] && h('blockquote', { dir: 'auto' }, words[1]))
}))

/** The strongest categories of a verdict as bars with numbers. @param {[string, number][]} scores */
export const verdictBars = scores => scores.length > 0 && h('ul', { class: 'scores' }, scores.map(([category, score]) =>
  h('li', {}, h('span', {}, named('category', category)), bar(score), h('span', { class: 'number' }, percent(score)))))

/** A share of 1 as a bar; the number beside it says the same. @param {number} share */
const bar = share => {
  const filled = h('span', { class: share >= 0.7 ? 'much' : share >= 0.3 ? 'some' : '' })
  filled.style.inlineSize = `${Math.round(share * 100)}%`
  return h('div', { class: 'bar', 'aria-hidden': 'true' }, filled)
}
