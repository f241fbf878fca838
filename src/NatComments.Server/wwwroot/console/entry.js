// @ts-check
/** An entry of a queue, as the server gives it and as the console knows it. */

/**
 * @typedef {{id: string, name: string, badge?: string | null}} Author
 * @typedef {{lang: string, categories: Record<string, number>, spans: import('./marked-text.js').Span[]}} Verdict
 * @typedef {{danger: number, harm: number, seenByReaders: boolean, reports: number}} Order
 * @typedef {{title: string | null, url: string | null}} Page
 * @typedef {{entry: string, article: string, queue: string, why: string, priority: number, since: string, reports: number, verdict: Verdict | null, decisionNumber?: number | null, shownRevision?: number | null,
 *   claimedBy: string | null, claimedUntil?: string | null, order?: Order | null, page?: Page, cluster?: {id: string, waiting: number, rejected: number} | null,
 *   comment: {id: string, parentId: string | null, revision: number, text: string, html: string, author: Author, postedAt: string, status: string}}} Queued
 * @typedef {{outcome: 'publish' | 'reject' | 'escalate' | 'gone', reason?: string}} Done
 * @typedef {{data: Queued, state: 'waiting' | 'sending' | 'done', done?: Done, fault?: string, selected: boolean, note: string, whole?: any, stale?: boolean, mine?: boolean, severeCounted?: boolean, mayDecideAgain?: boolean}} Entry
 */

/** @param {Queued} data @returns {Entry} */
export const newEntry = data => ({ data, state: 'waiting', selected: false, note: '' })

const ofReason = /** @type {[string, string][]} */ ([
  ['doxxing', 'doxxing'], ['threat', 'threat'], ['identity', 'hate'], ['obscene', 'obscene'], ['insult', 'insult'], ['spam', 'spam'], ['abuse', 'insult'], ['toxic', 'insult'], ['severe', 'insult'],
])

/** The reason that fits the verdict best: the one that the second key takes. @param {Queued} data */
export const usualReason = data => {
  const scores = data.verdict?.categories ?? {}
  const [category] = ofReason.reduce((best, next) => (scores[next[0]] ?? 0) > (scores[best[0]] ?? 0) ? next : best, ofReason[5])
  return new Map(ofReason).get(category) ?? 'spam'
}

/** The categories of a verdict that say something, the strongest first. @param {Verdict | null | undefined} verdict @returns {[string, number][]} */
export const telling = verdict => Object.entries(verdict?.categories ?? {}).filter(([, score]) => score >= 0.2).sort((a, b) => b[1] - a[1])

// From here on a text counts as severe for the one who reads it.
const severeFrom = 0.5

/** Whether it is hard to read. @param {{verdict: {categories: Record<string, number>} | null}} data */
export const isSevere = ({ verdict }) => ['severe', 'threat', 'identity', 'obscene', 'abuse', 'insult'].some(category => (verdict?.categories[category] ?? 0) >= severeFrom)

/** @param {string} text */
const shape = text => new Set(text.normalize('NFKD').toLowerCase().replace(/ı/g, 'i').replace(/\p{M}/gu, '').match(/[\p{L}\p{N}]+/gu) ?? [])

// Four words in five are the same: what a template leaves when names and links change.
const nearly = 0.8

/** Whether two texts are near-duplicates. @param {string} a @param {string} b */
export const areSimilar = (a, b) => {
  const [one, other] = [shape(a), shape(b)]
  if (one.size === 0 || other.size === 0) return a.trim() === b.trim()
  let both = 0
  for (const word of one) if (other.has(word)) both++
  return both / (one.size + other.size - both) >= nearly
}
