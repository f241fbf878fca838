// @ts-check
/** What is selected of a queue's entries: single ones, ranges, near-duplicates, or all that are loaded. */
import { tell } from './announcer.js'
import { areSimilar } from './entry.js'
import { count, fault, say } from './words.js'

/** @typedef {import('./entry.js').Entry} Entry */

export class Selection {
  anchor = -1

  /** @param {import('./queue-work.js').QueueWork} work @param {(added: Entry[]) => void} onAdded entries came in that the list did not have @param {() => void} onChange */
  constructor(work, onAdded, onChange) {
    this.work = work
    this.onAdded = onAdded
    this.onChange = onChange
  }

  /** What is selected and still waits. */
  get entries() { return this.work.entries.filter(entry => entry.selected && entry.state === 'waiting') }

  /** Selects an entry or no longer; or all from the last one up to it. @param {number} index @param {boolean} range */
  toggle(index, range) {
    const { entries } = this.work
    const entry = entries[index]
    if (entry?.state !== 'waiting') return
    if (range && this.anchor >= 0) {
      const [from, to] = [Math.min(this.anchor, index), Math.max(this.anchor, index)]
      for (const one of entries.slice(from, to + 1)) if (one.state === 'waiting') this.work.change(one, { selected: true })
    } else this.work.change(entry, { selected: !entry.selected })
    this.anchor = index
    this.onChange()
  }

  /** Selects what passes a test. @param {(entry: Entry) => boolean} wanted */
  all(wanted) {
    for (const entry of this.work.entries) if (entry.state === 'waiting' && !entry.selected && wanted(entry)) this.work.change(entry, { selected: true })
    this.onChange()
    tell(say('n-selected', { n: count(this.entries.length) }))
  }

  /** Selects what is nearly the same text as an entry: the whole cluster where the server knows one. @param {Entry} entry */
  async similar(entry) {
    if (!entry.data.cluster) return this.all(other => areSimilar(entry.data.comment.text, other.data.comment.text))
    const before = this.work.entries.length
    try {
      const same = new Set(await this.work.cluster(entry.data.cluster.id))
      this.onAdded(this.work.entries.slice(before))
      this.all(other => same.has(other))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  clear() {
    for (const entry of this.entries) this.work.change(entry, { selected: false })
    this.onChange()
  }
}
