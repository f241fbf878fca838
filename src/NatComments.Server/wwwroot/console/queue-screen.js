// @ts-check
/**
 * <nat-queue-screen> is where moderators work: queues, the entries of one, and the comment that is open, in three panes on a desk screen and
 * one after the other on a phone. `start(site, queue)` sets it; `command(name)` is what keys and menus call.
 */
import { may, path, askQuietly } from './api.js'
import { button, fill, h, isWriting, prompted } from './elements.js'
import { isSevere, usualReason } from './entry.js'
import './entry-list.js'
import './comment-view.js'
import './decision-bar.js'
import { authorDialog } from './author-dialog.js'
import { follow } from './live-queues.js'
import { mainQueues, queueAddress, queueName } from './queue-nav.js'
import { viewDialog } from './view-dialog.js'
import { QueueWork, workOn } from './queue-work.js'
import { Selection } from './selection.js'
import { rejections } from './site.js'
import { tell } from './announcer.js'
import { count, fault, named, say } from './words.js'

/** @typedef {import('./entry.js').Entry} Entry */

// A pause is offered after every 25 texts that were hard to read: about an hour of a bad day.
const pauseAfter = 25

let severeSeen = 0

class QueueScreen extends HTMLElement {
  site = ''
  queue = 'pending'
  work = new QueueWork('', '', () => {})
  selection = new Selection(this.work, () => {}, () => {})
  current = -1
  /** @type {Map<string, any>} */ lengths = new Map()
  /** @type {any[]} */ views = []
  /** @type {any[]} */ present = []
  nav = /** @type {import('./queue-nav.js').QueueNav} */ (document.createElement('nat-queue-nav'))
  entered = -1
  /** The account that is signed in; it is not shown among the others. */ me = ''
  heading = h('h1', { tabindex: -1 })
  tools = h('div', { class: 'tools' })
  list = /** @type {import('./entry-list.js').EntryList} */ (document.createElement('nat-entry-list'))
  view = /** @type {import('./comment-view.js').CommentView} */ (document.createElement('nat-comment-view'))
  bar = /** @type {import('./decision-bar.js').DecisionBar} */ (document.createElement('nat-decision-bar'))

  connectedCallback() {
    const pane = h('section', { class: 'list', 'aria-label': say('entries') }, h('header', {}, this.heading, this.tools), this.list)
    const open = h('section', { class: 'open', 'aria-label': say('comment') }, h('div', { class: 'reader-tools' }, button(say('back'), () => this.back(), { class: 'back' }),
      button('↑', () => this.move(-1), { 'aria-label': say('do-previous') }), button('↓', () => this.move(1), { 'aria-label': say('do-next') })), this.view, this.bar)
    this.replaceChildren(this.nav, pane, open)
    addEventListener('nat-views', this.onViews)
    this.nav.addEventListener('nat-new-view', () => viewDialog(this.site, this.views, this.entry?.data ?? null, () => this.loadViews()))
    this.list.addEventListener('nat-open', event => this.open(/** @type {any} */ (event).detail.index, { read: true }))
    this.list.addEventListener('nat-select', event => this.selection.toggle(/** @type {any} */ (event).detail.index, /** @type {any} */ (event).detail.range))
    this.list.addEventListener('nat-more', () => this.more())
    this.list.addEventListener('nat-fresh', () => this.reload())
    this.bar.addEventListener('nat-decide', event => this.decide(/** @type {any} */ (event).detail.outcome, /** @type {any} */ (event).detail.reason))
    this.bar.addEventListener('nat-escalate', () => this.escalate())
    this.bar.addEventListener('nat-undo', () => this.undo())
    open.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !isWriting(event.target)) return
      this.list.open(this.current, true)
      event.preventDefault()
    })
    this.bar.note.oninput = () => { if (this.entry) this.entry.note = this.bar.note.value }
    this.view.addEventListener('nat-again', () => this.entry && this.again(this.entry))
    this.view.addEventListener('nat-similar', () => this.entry && this.selection.similar(this.entry))
    this.view.addEventListener('nat-author', event => authorDialog(this.site, /** @type {any} */ (event).detail.author, () => this.reload()))
  }

  disconnectedCallback() {
    this.following?.stop()
    removeEventListener('nat-views', this.onViews)
  }

  onViews = () => this.loadViews()

  get entry() { return this.work.entries[this.current] }

  /** Shows a queue. @param {string} site @param {string} queue */
  async start(site, queue) {
    const another = site !== this.site
    this.site = site
    this.queue = queue
    this.work = workOn(site, queue, entry => this.changed(entry))
    this.selection = new Selection(this.work, added => this.list.add(added, Boolean(this.work.cursor)), () => this.drawBar())
    this.heading.textContent = queueName(queue, this.views)
    this.removeAttribute('reading')
    this.bar.hidden = !may(site, 'moderator')
    if (another || !this.following) {
      this.following?.stop()
      this.following = follow(site, queues => this.onQueues(queues), (present, claims) => this.onPresent(present, claims),
        () => ({ queue: this.queue, commentId: this.entry?.data.comment.id ?? null }), () => this.views.length > 0)
      this.loadViews()
    }
    await this.reload()
  }

  async loadViews() {
    this.views = await askQuietly('GET', path(this.site, ['/views'])).catch(() => [])
    this.drawQueues()
    if (this.views.length > 0) this.following?.look()
  }

  /** Loads the queue anew from its top. */
  async reload() {
    try {
      await this.work.load()
    } catch (problem) {
      tell(fault(problem), { bad: true })
      if (this.list.entries !== this.work.entries) this.show()
      if (this.work.entries.length === 0) this.list.tellFault(fault(problem), () => this.reload())
      return
    }
    this.list.tellFresh(0)
    this.show()
  }

  /** Shows the entries there are; the first that waits is open. */
  show() {
    this.list.show(this.work.entries, Boolean(this.work.cursor))
    this.current = -1
    this.drawQueues()
    const first = this.work.entries.findIndex(entry => entry.state === 'waiting')
    if (first >= 0) this.open(first, { focus: true })
    else {
      this.view.show(this.site, null)
      this.drawBar()
      this.heading.focus()
    }
  }

  async more() {
    try {
      const added = await this.work.more()
      this.list.add(added, Boolean(this.work.cursor))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  /** Opens an entry. @param {number} index @param {{focus?: boolean, read?: boolean}} [how] read: on a phone the list gives way to the comment */
  open(index, { focus = false, read = false } = {}) {
    const entry = this.work.entries[index]
    if (!entry) return
    this.current = index
    this.list.open(index, focus)
    this.view.show(this.site, entry)
    this.bar.note.value = entry.note
    this.drawBar()
    if (read) this.setAttribute('reading', '')
    this.work.fetch(entry, entry.stale)
    this.work.fetchAhead(index)
    if (isSevere(entry.data) && !entry.severeCounted) this.countSevere(entry)
    if (index > this.work.entries.length - 10 && this.work.cursor) this.more()
  }

  /** @param {Entry} entry */
  countSevere(entry) {
    entry.severeCounted = true
    severeSeen++
    if (severeSeen % pauseAfter === 0) tell(say('pause', { n: count(severeSeen) }))
    this.drawQueues()
  }

  back() {
    this.removeAttribute('reading')
    this.list.open(this.current, true)
  }

  /** An entry changed: its row and, when it is open, the comment are drawn anew. @param {Entry} entry */
  changed(entry) {
    const index = this.work.entries.indexOf(entry)
    if (index >= 0) this.list.change(index)
    if (index === this.current && !(this.view.contains(document.activeElement) && document.activeElement instanceof HTMLTextAreaElement)) this.view.show(this.site, entry)
  }

  drawBar() {
    const selected = this.selection.entries.length
    const open = selected > 0 || this.entry?.state === 'waiting'
    this.bar.show({ usual: this.entry ? usualReason(this.entry.data) : 'spam', codes: rejections(), selected, canUndo: this.work.batches.length > 0, open })
    fill(this.tools, selected > 0
      ? h('span', { class: 'selected-count' }, say('n-selected', { n: count(selected) }), button(say('clear'), () => this.clear()))
      : [may(this.site, 'moderator') && button([say('claim-next'), h('kbd', { 'aria-hidden': 'true' }, 'n')], () => this.claim()), button(say('reload'), () => this.reload())])
  }

  drawQueues() {
    this.heading.textContent = queueName(this.queue, this.views)
    this.nav.show({ site: this.site, queue: this.queue, views: this.views, lengths: this.lengths, present: this.present, severeSeen })
  }

  /** @param {import('./live-queues.js').QueueLength[]} queues */
  onQueues(queues) {
    for (const queue of queues) this.lengths.set(queue.name, { ...this.lengths.get(queue.name), ...queue })
    this.drawQueues()
    const watched = mainQueues.includes(this.queue) ? [this.queue] : mainQueues
    const entered = watched.map(name => this.lengths.get(name)).reduce((sum, queue) => sum + (queue?.entered ?? queue?.count ?? 0), 0)
    if (entered === this.entered) return
    this.entered = entered
    const { work } = this
    work.countFresh().then(n => work === this.work && this.list.tellFresh(n), () => {})
  }

  /** @param {any[]} present @param {any[]} claims */
  onPresent(present, claims) {
    this.present = present.filter(person => person.account !== this.me)
    this.work.applyClaims(claims)
    this.drawQueues()
  }

  /** @param {'publish' | 'reject'} outcome @param {string} [reason] */
  async decide(outcome, reason) {
    const chosen = this.selection.entries
    const entries = chosen.length > 0 ? chosen : this.entry?.state === 'waiting' ? [this.entry] : []
    if (entries.length === 0) return
    const note = this.bar.note.value.trim()
    const { work } = this
    const sending = work.decide(entries, outcome, reason, note)
    this.bar.note.value = ''
    this.advance()
    const { done, failed } = await sending
    for (const entry of failed) entry.note ||= note
    if (failed.length === 0) tell(say(`${outcome}-done`, { n: done, reason: reason ? named('reason', reason) : '' }), { action: say('undo'), run: () => this.undo() })
    else if (entries.length === 1 && failed[0].mayDecideAgain) tell(failed[0].fault ?? '', { bad: true, action: say('decide-again'), run: () => this.again(failed[0]) })
    else tell(entries.length === 1 ? say('not-decided', { fault: failed[0].fault }) : say('some-failed', { n: failed.length, of: entries.length, fault: failed[0].fault }), { bad: true })
    await this.answered(work, failed)
  }

  /** After the server's answer: what it refused is open again where nothing else is, and after the last entry comes the next page. @param {QueueWork} work @param {Entry[]} failed */
  async answered(work, failed) {
    this.drawBar()
    if (work !== this.work || this.entry?.state === 'waiting' && !failed.includes(this.entry)) return
    const back = failed.find(entry => entry.state === 'waiting')
    if (back) this.open(work.entries.indexOf(back), { focus: true })
    else if (work.cursor && !work.entries.some(entry => entry.state === 'waiting')) await this.reload()
  }

  /** Goes to the next entry that waits; the focus is never lost. */
  advance() {
    const { entries } = this.work
    const waits = (/** @type {Entry} */ entry) => entry.state === 'waiting'
    const next = entries.findIndex((entry, i) => i > this.current && waits(entry))
    const any = next >= 0 ? next : entries.findIndex(waits)
    if (any >= 0) this.open(any, { focus: true })
    else {
      this.drawBar()
      this.removeAttribute('reading')
      this.view.show(this.site, null)
      this.heading.focus()
    }
  }

  async escalate() {
    const { entry, work } = this
    if (entry?.state !== 'waiting') return
    const note = await prompted(say('escalate'), { label: say('note'), value: this.bar.note.value, ok: say('escalate'), cancel: say('cancel'), text: say('escalate-text'), multiline: true })
    if (note === null) return
    const sending = work.escalate(entry, note.trim())
    this.advance()
    const done = await sending
    if (!done) entry.note ||= note
    tell(done ? say('escalated') : say('not-decided', { fault: entry.fault }), { bad: !done })
    await this.answered(work, done ? [] : [entry])
  }

  /** Opens an entry again that a colleague has decided on. @param {Entry} entry */
  again(entry) {
    this.work.again(entry)
    this.open(this.work.entries.indexOf(entry), { focus: true, read: true })
  }

  async undo() {
    const result = await this.work.undo()
    if (!result) return tell(say('nothing-to-undo'))
    if (result === 'escalated') return tell(say('escalation-stays'), { bad: true })
    const { undone, failed } = result
    if (undone.length > 0 && undone.every(entry => this.work.entries.includes(entry))) this.open(this.work.entries.indexOf(undone[0]), { focus: true })
    else if (undone.length > 0) await this.reload()
    tell(failed.length > 0 ? say('undo-failed', { n: failed.length, fault: failed[0].fault }) : say('undone', { n: undone.length }), { bad: failed.length > 0 })
    this.drawBar()
  }

  async claim() {
    try {
      const before = this.work.entries.length
      const [entry] = await this.work.claim(1)
      if (!entry) return tell(say('nothing-to-claim'))
      if (this.work.entries.length > before) this.list.add(this.work.entries.slice(before), Boolean(this.work.cursor))
      this.open(this.work.entries.indexOf(entry), { focus: true, read: true })
      tell(say('claimed'))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  clear() {
    this.bar.close()
    if (this.selection.entries.length > 0) tell('')
    this.selection.clear()
  }

  /** @param {number} step */
  move(step) {
    if (this.current + step >= 0 && this.current + step < this.work.entries.length) this.open(this.current + step, { focus: true })
  }

  /** @param {number} step */
  moveQueue(step) {
    const all = [...mainQueues, ...this.views.map(view => view.id)]
    location.hash = queueAddress(this.site, all[(all.indexOf(this.queue) + step + all.length) % all.length])
  }

  /** Does what a key or a menu asks for. @param {string} name @returns {boolean} whether it was known here */
  command(name) {
    const { entry } = this
    const deciding = may(this.site, 'moderator')
    const known = /** @type {Record<string, () => any>} */ ({
      next: () => this.move(1), previous: () => this.move(-1), 'next-queue': () => this.moveQueue(1), 'previous-queue': () => this.moveQueue(-1),
      newest: () => this.reload(), soften: () => this.view.toggle(), clear: () => this.hasAttribute('reading') && this.selection.entries.length === 0 ? this.back() : this.clear(),
      author: () => entry && authorDialog(this.site, entry.data.comment.author.id, () => this.reload()),
      ...deciding && {
        claim: () => this.claim(), publish: () => this.decide('publish'), reject: () => this.bar.choose(), escalate: () => this.escalate(), undo: () => this.undo(),
        note: () => this.bar.note.focus(), select: () => this.selection.toggle(this.current, false), 'select-range': () => this.selection.toggle(this.current, true),
        'select-similar': () => entry && this.selection.similar(entry), 'select-all': () => this.selection.all(() => true),
      },
    })[name]
    known?.()
    return Boolean(known)
  }
}
customElements.define('nat-queue-screen', QueueScreen)

export { QueueScreen }
