// @ts-check
/**
 * The work on one queue without its looks: entries, their details fetched ahead, decisions, undo and claims. A decision shows at once; when
 * the server refuses it, the entry is back with the reason in words, and nothing that was written is lost.
 */
import { ask, path } from './api.js'
import { newEntry } from './entry.js'
import { decided, fault } from './words.js'

/** @typedef {import('./entry.js').Entry} Entry */

// 50 rows fill two screens.
const pageSize = 50
// 500 decisions in one call, as the server takes them.
const maxAtOnce = 500
// Three entries ahead are fetched, so that the next is on screen at once.
const ahead = 3
// 20 batches can be taken back one after the other; the server's own time limit ends before that.
const maxUndo = 20

export class QueueWork {
  /** @type {Entry[]} */ entries = []
  /** What there was before, by its entry. @type {Map<string, Entry>} */ known = new Map()
  /** @type {string | null} */ cursor = null
  /** @type {{entries: Entry[], outcome: string}[]} */ batches = []

  /** @param {string} site @param {string} queue @param {(entry: Entry) => void} onChange an entry changed and is to be drawn anew */
  constructor(site, queue, onChange) {
    this.site = site
    this.queue = queue
    this.onChange = onChange
  }

  /** Loads the first page in the place of what there was; what is selected or has a note stays so. */
  async load() {
    const page = await this.page(null)
    for (const entry of this.entries) this.known.set(entry.data.entry, entry)
    this.entries = page.entries.map((/** @type {any} */ data) => this.entryOf(data))
    this.cursor = page.next
  }

  /** An entry as it was left, with its newest data; or a new one. @param {import('./entry.js').Queued} data */
  entryOf(data) {
    const entry = this.known.get(data.entry)
    return entry?.state === 'waiting' ? Object.assign(entry, { data, stale: true }) : newEntry(data)
  }

  /** Loads the next page. @returns {Promise<Entry[]>} what came */
  async more() {
    if (!this.cursor) return []
    const page = await this.page(this.cursor)
    const known = new Set(this.entries.map(entry => entry.data.comment.id))
    const added = page.entries.filter((/** @type {any} */ data) => !known.has(data.comment.id)).map((/** @type {any} */ data) => this.entryOf(data))
    this.entries.push(...added)
    this.cursor = page.next
    return added
  }

  /** How many entries of the first page are not in the list. What waits there under an older revision is no news. */
  async countFresh() {
    const page = await this.page(null)
    const known = new Set(this.entries.flatMap(({ data, state }) => state === 'waiting' ? [data.entry, data.comment.id] : [data.entry]))
    return page.entries.filter((/** @type {any} */ data) => !known.has(data.entry) && !known.has(data.comment.id)).length
  }

  /** @param {string | null} after */
  page(after) {
    return ask('GET', path(this.site, ['/queues/', '?limit=', ''], this.queue, pageSize) + (after ? '&after=' + encodeURIComponent(after) : ''))
  }

  /** Fetches an entry whole, once. @param {Entry | undefined} entry @param {boolean} [anew] */
  async fetch(entry, anew = false) {
    if (!entry || entry.whole && !anew) return
    const { article, comment } = entry.data
    try {
      entry.whole = await ask('GET', path(this.site, ['/comments/', '?article=', ''], comment.id, article))
      entry.stale = false
    } catch (/** @type {any} */ problem) { entry.fault = fault(problem) }
    this.onChange(entry)
  }

  /** Fetches those that come next. @param {number} index */
  fetchAhead(index) {
    return Promise.all(this.entries.slice(index + 1).filter(entry => entry.state === 'waiting' && !entry.whole).slice(0, ahead).map(entry => this.fetch(entry)))
  }

  /**
   * Decides on entries; each is refused or goes through by itself.
   * @param {Entry[]} entries @param {'publish' | 'reject'} outcome @param {string | undefined} reason @param {string} note
   * @returns {Promise<{done: number, failed: Entry[]}>}
   */
  async decide(entries, outcome, reason, note) {
    for (const entry of entries) this.change(entry, { state: 'sending', done: { outcome, reason }, fault: undefined, selected: false })
    /** @type {Entry[]} */ const done = []
    /** @type {Entry[]} */ const failed = []
    for (let from = 0; from < entries.length; from += maxAtOnce) {
      const part = entries.slice(from, from + maxAtOnce)
      const decisions = part.map(({ data }) => ({ article: data.article, commentId: data.comment.id, revision: data.comment.revision, outcome, seen: data.decisionNumber, ...reason && { reason }, ...note && { note } }))
      const results = await this.results(() => ask('POST', path(this.site, ['/decisions']), { decisions }), part.length)
      part.forEach((entry, i) => (this.settle(entry, results[i]) ? done : failed).push(entry))
    }
    if (done.length > 0) this.batches = [...this.batches, { entries: done, outcome }].slice(-maxUndo)
    return { done: done.length, failed }
  }

  /** The answer for each, also when there was none. @param {() => Promise<any>} send @param {number} n @returns {Promise<any[]>} */
  async results(send, n) {
    try {
      return (await send()).results
    } catch (/** @type {any} */ problem) {
      return Array.from({ length: n }, () => ({ ok: false, code: problem.code, title: problem.title }))
    }
  }

  /** @param {Entry} entry @param {any} result */
  settle(entry, result) {
    const decisionNumber = result.decisionNumber ?? entry.data.decisionNumber
    const data = { ...entry.data, decisionNumber }
    if (result.ok) {
      this.change(entry, { state: 'done', note: '', whole: undefined, data })
      return true
    }
    const isDecided = ['decided-meanwhile', 'already-decided'].includes(result.code)
    if (isDecided || result.code === 'comment-withdrawn') {
      this.change(entry, { state: 'done', done: { outcome: 'gone' }, whole: undefined, fault: decided(result.decided) ?? fault(result), mayDecideAgain: isDecided, data })
      this.fetch(entry)
    } else this.change(entry, { state: 'waiting', done: undefined, fault: fault(result) })
    if (result.code === 'stale-revision') this.renew(entry)
    return false
  }

  /** Opens an entry to be decided again after a colleague's decision, which has been seen now. @param {Entry} entry */
  again(entry) {
    this.change(entry, { state: 'waiting', done: undefined, mayDecideAgain: false })
  }

  /** The entry changed since it was read: the new text is shown, and has to be looked at. @param {Entry} entry */
  async renew(entry) {
    await this.fetch(entry, true)
    const { whole } = entry
    const newest = whole?.revisions?.at(-1)
    if (!newest) return
    const comment = { ...entry.data.comment, revision: whole.revision, text: newest.text, html: newest.html, status: whole.status }
    const data = { ...entry.data, comment, decisionNumber: whole.decisionNumber, shownRevision: whole.shownRevision }
    this.change(entry, whole.waiting ? { data } : { data, state: 'done', done: { outcome: 'gone' } })
  }

  /** Hands an entry to somebody more senior. @param {Entry} entry @param {string} note */
  async escalate(entry, note) {
    const { article, comment } = entry.data
    this.change(entry, { state: 'sending', done: { outcome: 'escalate' }, fault: undefined })
    const [result] = await this.results(async () => {
      await ask('POST', path(this.site, ['/comments/', '/escalations'], comment.id), { article, revision: comment.revision, ...note && { note } })
      return { results: [{ ok: true }] }
    }, 1)
    const done = this.settle(entry, result)
    if (done) this.batches.push({ entries: [entry], outcome: 'escalate' })
    return done
  }

  /** Takes the last batch of decisions back. @returns {Promise<{undone: Entry[], failed: Entry[]} | 'escalated' | null>} null: there is none; escalated: the last was handed on, which stays */
  async undo() {
    const batch = this.batches.pop()
    if (!batch) return null
    if (batch.outcome === 'escalate') return 'escalated'
    const comments = batch.entries.map(({ data }) => ({ article: data.article, commentId: data.comment.id, seen: data.decisionNumber }))
    /** @type {Entry[]} */ const undone = []
    /** @type {Entry[]} */ const failed = []
    for (let from = 0; from < comments.length; from += maxAtOnce) {
      const part = comments.slice(from, from + maxAtOnce)
      const results = await this.results(() => ask('POST', path(this.site, ['/decisions/undo']), { comments: part }), part.length)
      batch.entries.slice(from, from + maxAtOnce).forEach((entry, i) => {
        if (results[i].ok) {
          this.change(entry, { state: 'waiting', done: undefined, fault: undefined, whole: undefined, data: { ...entry.data, decisionNumber: results[i].decisionNumber } })
          undone.push(entry)
        } else {
          this.change(entry, { fault: decided(results[i].decided) ?? fault(results[i]) })
          failed.push(entry)
        }
      })
    }
    if (failed.some(entry => entry.state === 'done' && entry.fault) && undone.length === 0) this.batches.push(batch)
    return { undone, failed }
  }

  /** Takes the next entries that nobody holds, and shows them on top of the list. @param {number} limit @returns {Promise<Entry[]>} */
  async claim(limit) {
    const reply = await ask('POST', path(this.site, ['/claims']), { queue: this.queue, limit })
    const claimed = reply.entries.map((/** @type {any} */ data) => {
      const known = this.entries.find(entry => entry.data.comment.id === data.comment.id)
      const entry = known ?? newEntry(data)
      if (!known) this.entries.push(entry)
      return Object.assign(entry, { mine: true, data: { ...data, claimedBy: null }, state: 'waiting', done: undefined })
    })
    claimed.forEach((/** @type {Entry} */ entry) => this.onChange(entry))
    return claimed
  }

  /** What waits of a cluster of near-duplicates, also what the list has not loaded yet: at most as many as are decided at once. @param {string} id @returns {Promise<Entry[]>} */
  async cluster(id) {
    const reply = await ask('GET', path(this.site, ['/clusters/', ''], id))
    return reply.entries.map((/** @type {any} */ data) => {
      const known = this.entries.find(entry => entry.data.comment.id === data.comment.id)
      if (known) return known
      const entry = newEntry(data)
      this.entries.push(entry)
      return entry
    })
  }

  /** Who holds what now. @param {any[]} claims */
  applyClaims(claims) {
    const held = new Map(claims.map(claim => [claim.commentId, claim]))
    for (const entry of this.entries) {
      const claim = held.get(entry.data.comment.id)
      const [by, mine] = [claim && !claim.mine ? claim.name : null, Boolean(claim?.mine)]
      if (entry.data.claimedBy === by && Boolean(entry.mine) === mine) continue
      entry.data = { ...entry.data, claimedBy: by }
      this.change(entry, { mine })
    }
  }

  /** @param {Entry} entry @param {Partial<Entry>} change */
  change(entry, change) {
    Object.assign(entry, change)
    this.onChange(entry)
  }
}

/** @type {Map<string, QueueWork>} */
const works = new Map()

/** The work on a queue as it was left: what was written, selected and decided is there again after a look elsewhere. @param {string} site @param {string} queue @param {(entry: Entry) => void} onChange */
export const workOn = (site, queue, onChange) => {
  const key = site + '/' + queue
  const work = works.get(key) ?? new QueueWork(site, queue, onChange)
  work.onChange = onChange
  works.set(key, work)
  return work
}
