// @ts-check
/**
 * <nat-entry-list> shows entries of a queue as rows. `entries` is set as a property; `current` is the index of the one that is open.
 * It never moves what somebody is looking at: decided entries stay where they are, and new ones come when asked for.
 * Events: nat-open {index}, nat-select {index, range}, nat-more, nat-fresh.
 */
import { button, fill, h } from './elements.js'
import { isSevere, telling } from './entry.js'
import { softenedText } from './marked-text.js'
import { softens } from './site.js'
import { count, named, percent, say, time } from './words.js'

/** @typedef {import('./entry.js').Entry} Entry */

// 160 characters: two lines on a desk screen.
const snippetLength = 160

// 60 rows are drawn in a few milliseconds, so that keys are heard while 500 are decided on.
const rowsAtOnce = 60

/** Only the open row is on the way of the Tab key, so that the comment is one step from the list and not a hundred. @param {HTMLElement} row @param {boolean} on */
const tabbable = (row, on) => row.querySelectorAll('button, input').forEach(part => part.setAttribute('tabindex', on ? '0' : '-1'))

/** How urgent it is, as the edge of its row shows: 2 of thirds of 1,000. @param {number} priority */
const level = priority => Math.min(2, Math.floor(priority / 334))

class EntryList extends HTMLElement {
  /** @type {Entry[]} */ entries = []
  current = -1
  /** @type {HTMLLIElement[]} */ rows = []
  /** What is still to be drawn anew. @type {Set<number>} */ changed = new Set()
  /** How many rows were drawn anew since the last frame. */ drawn = 0
  list = h('ol', { class: 'entries' })
  fresh = h('div', { class: 'fresh', role: 'status' })
  more = h('div', { class: 'more' })

  connectedCallback() {
    if (!this.list.isConnected) this.replaceChildren(this.fresh, this.list, this.more)
  }

  /** Shows these entries in the place of those there were. @param {Entry[]} entries @param {boolean} hasMore */
  show(entries, hasMore) {
    this.entries = entries
    this.changed.clear()
    this.current = -1
    this.rows = entries.map((entry, index) => this.row(entry, index))
    fill(this.list, this.rows)
    this.tellMore(hasMore)
  }

  /** Puts entries below those there are. @param {Entry[]} added @param {boolean} hasMore */
  add(added, hasMore) {
    const rows = added.map((entry, i) => this.row(entry, this.rows.length + i))
    this.rows.push(...rows)
    this.list.append(...rows)
    this.tellMore(hasMore)
  }

  /** @param {boolean} hasMore */
  tellMore(hasMore) {
    fill(this.more, hasMore
      ? button(say('load-more'), () => this.dispatchEvent(new CustomEvent('nat-more')))
      : this.entries.length === 0 && h('p', { class: 'empty clear', tabindex: -1 }, say('queue-empty')))
  }

  /** Says why there is nothing to show, and offers another try. @param {string} words @param {() => void} again */
  tellFault(words, again) {
    fill(this.more, h('p', { class: 'notice fault' }, words), button(say('again'), again))
  }

  /** Says how many have come in; they are shown when asked for. @param {number} n */
  tellFresh(n) {
    fill(this.fresh, n > 0 && button(say('show-new', { n: count(n) }), () => this.dispatchEvent(new CustomEvent('nat-fresh'))))
  }

  /** An entry changed; it is drawn anew at once, or with one of the next frames when very many change together. @param {number} index */
  change(index) {
    if (this.drawn === 0) requestAnimationFrame(() => this.drawChanged())
    if (++this.drawn > rowsAtOnce) this.changed.add(index)
    else this.redraw(index)
  }

  drawChanged() {
    const now = [...this.changed].slice(0, rowsAtOnce)
    this.drawn = now.length
    for (const index of now) {
      this.changed.delete(index)
      this.redraw(index)
    }
    if (now.length > 0) requestAnimationFrame(() => this.drawChanged())
  }

  /** Draws an entry anew after it changed; the focus stays. @param {number} index */
  redraw(index) {
    const old = this.rows[index]
    if (!old) return
    const focused = old.contains(document.activeElement) && (document.activeElement instanceof HTMLInputElement ? 'input' : 'button')
    const row = this.row(this.entries[index], index)
    this.rows[index] = row
    old.replaceWith(row)
    if (focused) row.querySelector(focused)?.focus({ preventScroll: true })
  }

  /** Marks the entry that is open, and takes the focus there when asked to. @param {number} index @param {boolean} focus */
  open(index, focus) {
    const before = this.rows[this.current] ?? this.rows[0]
    before?.querySelector('button')?.removeAttribute('aria-current')
    if (before) tabbable(before, false)
    this.current = index
    const opener = this.rows[index]?.querySelector('button')
    opener?.setAttribute('aria-current', 'true')
    if (this.rows[index]) tabbable(this.rows[index], true)
    if (focus) opener?.focus({ preventScroll: true })
    this.rows[index]?.scrollIntoView({ block: 'nearest' })
  }

  /** @param {Entry} entry @param {number} index @returns {HTMLLIElement} */
  row(entry, index) {
    const { data } = entry
    const select = h('input', {
      type: 'checkbox', checked: entry.selected, 'aria-label': say('select-entry', { name: data.comment.author.name || say('nameless') }),
      onclick: (/** @type {MouseEvent} */ event) => this.dispatchEvent(new CustomEvent('nat-select', { detail: { index, range: event.shiftKey } })),
    })
    const opener = h('button', {
      type: 'button', class: 'opener', 'aria-current': index === this.current ? 'true' : null,
      onclick: () => this.dispatchEvent(new CustomEvent('nat-open', { detail: { index } })),
    },
    h('span', { class: 'line' },
      h('span', { class: 'who' }, h('bdi', { class: 'name' }, data.comment.author.name || say('nameless')), h('span', { class: 'article' }, h('bdi', {}, data.page?.title ?? data.article))), time(data.since)),
    this.snippet(entry),
    h('span', { class: 'line tags' }, this.tags(entry)))
    const made = h('li', { class: `entry ${entry.state} ${entry.done?.outcome ?? ''} level-${level(data.priority)} ${entry.selected ? 'selected' : ''}` }, h('label', { class: 'pick' }, select), opener)
    tabbable(made, index === Math.max(0, this.current))
    return made
  }

  /** @param {Entry} entry */
  snippet({ data, whole }) {
    const severe = softens() && isSevere(data)
    const text = severe && whole?.verdict ? softenedText(data.comment.text, whole.verdict.spans, snippetLength) : data.comment.text.slice(0, snippetLength)
    return severe && !whole?.verdict
      ? h('span', { class: 'snippet covered' }, say('covered', { n: count([...data.comment.text].length) }))
      : h('span', { class: 'snippet', dir: 'auto' }, text)
  }

  /** What an entry is about, in short. @param {Entry} entry */
  tags(entry) {
    const { data } = entry
    if (entry.done?.outcome === 'gone' && entry.fault) return [h('span', { class: 'tag gone' }, entry.fault)]
    if (entry.done) return [h('span', { class: 'tag ' + entry.done.outcome }, named('done', entry.done.outcome) + (entry.done.outcome === 'reject' && entry.done.reason ? ': ' + named('reason', entry.done.reason) : ''))]
    const [strongest] = telling(data.verdict)
    return [
      entry.fault && h('span', { class: 'tag fault' }, entry.fault),
      entry.mine ? h('span', { class: 'tag mine' }, say('claimed-by-me')) : data.claimedBy && h('span', { class: 'tag claimed' }, say('claimed-by', { name: data.claimedBy })),
      strongest?.[0] !== data.why && h('span', { class: 'tag' }, named('why', data.why)),
      strongest && h('span', { class: 'tag score' }, `${named('category', strongest[0])} ${percent(strongest[1])}`),
      data.cluster && data.cluster.rejected > 0 ? h('span', { class: 'tag reject' }, say('like-rejected')) : data.cluster && data.cluster.waiting > 1 && h('span', { class: 'tag' }, say('n-similar', { n: count(data.cluster.waiting) })),
      data.reports > 0 && h('span', { class: 'tag reported' }, say('n-reports', { n: data.reports })),
    ]
  }
}
customElements.define('nat-entry-list', EntryList)

export { EntryList }
