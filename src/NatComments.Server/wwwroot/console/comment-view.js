// @ts-check
/**
 * <nat-comment-view> shows one entry with everything that is needed to decide on it: the text with the words marked that drove its verdict,
 * why it waits, what it answers to, its author's record, reports, an appeal, revisions with their differences, notes and history.
 * `show(site, entry)` sets it; `entry.whole` fills in what a queue does not carry.
 * Events: nat-author {author}, nat-similar, nat-again.
 */
import { ask, may, path } from './api.js'
import { button, h } from './elements.js'
import { isSevere, telling } from './entry.js'
import { historyList, verdictBars } from './history.js'
import { markedText, revealAll } from './marked-text.js'
import { difference } from './revisions.js'
import { softens } from './site.js'
import { tell } from './announcer.js'
import { ago, count, exact, fault, named, percent, say, time } from './words.js'

/** @typedef {import('./entry.js').Entry} Entry */

class CommentView extends HTMLElement {
  /** @type {Entry | null} */ entry = null
  site = ''

  /** Shows an entry; null: that none is open. @param {string} site @param {Entry | null} entry */
  show(site, entry) {
    const another = entry !== this.entry
    this.site = site
    this.entry = entry
    if (!entry) {
      this.replaceChildren(h('p', { class: 'empty' }, say('nothing-open')))
      return
    }
    const open = new Set([...this.querySelectorAll('details[open]')].map(details => details.className))
    this.replaceChildren(h('article', { 'aria-label': say('comment-of', { name: entry.data.comment.author.name || say('nameless') }) }, this.parts(entry)))
    if (another) this.scrollTop = 0
    else this.querySelectorAll('details').forEach(details => { details.open ||= open.has(details.className) })
  }

  /** Shows all softened words, or softens them again. */
  toggle() {
    if (!this.entry) return
    if (this.querySelector('button.softened')) {
      revealAll(this)
      tell(say('revealed'))
    } else {
      this.show(this.site, this.entry)
      tell(say('softened-again'))
    }
  }

  /** @param {Entry} entry */
  parts(entry) {
    const { data, whole } = entry
    return [
      this.header(entry),
      entry.fault && h('p', { class: 'notice fault', role: 'alert' }, entry.fault, ' ',
        entry.mayDecideAgain && may(this.site, 'moderator') && button(say('decide-again'), () => this.dispatchEvent(new CustomEvent('nat-again')))),
      former(entry) > 0 && h('p', { class: 'notice' }, say('former-public', { n: former(entry) })),
      h('div', { class: 'columns' },
        h('div', {},
          !entry.mayDecideAgain && this.why(entry),
          this.cluster(entry),
          whole?.appeal && h('section', { class: 'card appeal' }, h('h3', {}, say('appeal')), h('blockquote', { dir: 'auto' }, whole.appeal)),
          this.parents(whole),
          h('section', { class: 'card words' }, this.text(entry), verdictBars(telling(whole?.verdict ?? data.verdict).slice(0, 5))),
          this.reports(whole),
          this.revisions(whole),
          this.surroundings(whole)),
        h('div', {},
          this.author(entry),
          this.notes(whole),
          whole && h('details', { class: 'past', open: true }, h('summary', {}, say('history')), historyList(whole)))),
    ]
  }

  /** @param {Entry} entry */
  header({ data, whole }) {
    const status = whole?.status ?? data.comment.status
    return h('header', {},
      h('h2', {}, h('bdi', {}, data.comment.author.name || say('nameless')), data.comment.author.badge && h('span', { class: 'tag' }, data.comment.author.badge),
        h('span', { class: 'tag status ' + status }, named('status', status)),
        data.claimedBy && h('span', { class: 'tag claimed' }, say('claimed-by', { name: data.claimedBy }))),
      h('p', { class: 'dim' }, time(data.comment.postedAt), ' · ', articleLink(data.article, whole?.page ?? data.page), data.comment.revision > 1 && ' · ' + say('revision', { n: data.comment.revision })))
  }

  /** Why it waits and why it stands where it stands. @param {Entry} entry */
  why({ data }) {
    const { order } = data
    if (!data.queue) return null
    return h('section', { class: 'why' }, h('p', {}, say('waits', { queue: named('queue', data.queue), why: named('why', data.why), since: ago(data.since) })),
      h('ul', { class: 'facts' }, [
        say('priority', { n: data.priority }),
        order && order.danger >= 0.2 && say('order-danger', { share: percent(order.danger) }),
        order && order.harm >= 0.2 && say('order-harm', { share: percent(order.harm) }),
        order?.seenByReaders && say('order-seen'),
        data.reports > 0 && say('n-reports', { n: data.reports }),
      ].map(fact => fact && h('li', {}, fact))))
  }

  /** Near-duplicates: what was rejected before need not be read again. @param {Entry} entry */
  cluster({ data }) {
    const { cluster } = data
    return cluster && (cluster.waiting > 1 || cluster.rejected > 0) && h('p', { class: 'card cluster' },
      cluster.rejected > 0 && h('strong', {}, say('cluster-rejected', { n: count(cluster.rejected) }), ' '),
      cluster.waiting > 1 && [say('cluster-waiting', { n: count(cluster.waiting) }), ' ', may(this.site, 'moderator') && button([say('cluster-select'), h('kbd', { 'aria-hidden': 'true' }, 'd')], () => this.dispatchEvent(new CustomEvent('nat-similar')))])
  }

  /** @param {any} whole */
  parents(whole) {
    const parents = whole?.parents ?? []
    return parents.length > 0 && h('section', { class: 'card parents' }, h('h3', {}, say('answers-to')), parents.slice(-3).map(around))
  }

  /** @param {Entry} entry */
  text({ data, whole }) {
    const verdict = whole?.verdict ?? data.verdict
    const newest = whole?.revisions?.at(-1)
    const text = newest?.text ?? data.comment.text
    if (!text) return h('p', { class: 'text dim' }, say('words-gone'))
    const said = new Set(telling(verdict).map(([category]) => category))
    const spans = (verdict?.spans ?? []).filter((/** @type {import('./marked-text.js').Span} */ span) => said.has(span.category))
    const waits = softens() && !whole && isSevere(data)
    const shown = waits
      ? h('button', { type: 'button', class: 'text covered', onclick: () => shown.replaceWith(markedText(text, [], false)) }, say('covered', { n: count([...text].length) }))
      : markedText(text, spans, softens() && isSevere({ verdict }))
    return shown
  }

  /** @param {Entry} entry */
  author({ data, whole }) {
    const record = whole?.authorRecord
    return h('section', { class: 'card author' }, h('h3', {}, say('author')),
      h('p', {}, h('strong', {}, h('bdi', {}, data.comment.author.name || say('nameless'))), ' ', record && h('span', { class: 'tag' }, named('standing', record.standing))),
      record?.sanction && h('p', {}, h('span', { class: 'tag rejected' }, named('sanction', record.sanction.kind), record.sanction.until && ' · ' + say('until', { date: exact(record.sanction.until) }))),
      record && recordOf(record),
      h('p', {}, record?.since && [h('small', {}, say('since', { date: exact(record.since) })), h('br')],
        button(say('author-more'), () => this.dispatchEvent(new CustomEvent('nat-author', { detail: { author: data.comment.author.id, name: data.comment.author.name } })), { class: 'link' })))
  }

  /** @param {any} whole */
  reports(whole) {
    const reports = whole?.reports ?? []
    return reports.length > 0 && h('section', { class: 'card reports' }, h('h3', {}, say('n-reports', { n: reports.length })), h('ul', {}, reports.map((/** @type {any} */ report) =>
      h('li', {}, h('strong', {}, named('reason', report.reason)), ' ', time(report.at),
        report.record && h('small', {}, ' ', say('reporter-record', { right: report.record.right, wrong: report.record.wrong })),
        report.note && h('blockquote', { dir: 'auto' }, report.note)))))
  }

  /** @param {any} whole */
  revisions(whole) {
    const revisions = whole?.revisions ?? []
    return revisions.length > 1 && h('details', { class: 'revisions', open: whole.shownRevision !== null && whole.shownRevision < whole.revision }, h('summary', {}, say('n-revisions', { n: revisions.length })),
      revisions.slice(1).map((/** @type {any} */ revision, /** @type {number} */ i) => h('section', {}, h('h4', {}, say('revision', { n: revision.revision })), difference(revisions[i].text, revision.text))).reverse())
  }

  /** @param {any} whole */
  surroundings(whole) {
    const near = whole?.surroundings ?? []
    return near.length > 0 && h('details', { class: 'near' }, h('summary', {}, say('surroundings')), near.map(around))
  }

  /** @param {any} whole */
  notes(whole) {
    if (!whole?.notes) return null
    const input = h('textarea', { rows: 2, maxlength: 1000, 'aria-label': say('note-new') })
    const add = async (/** @type {Event} */ event) => {
      event.preventDefault()
      if (!input.value.trim()) return
      try {
        whole.notes.unshift(await ask('POST', path(this.site, ['/comments/', '/notes'], whole.id), { text: input.value }))
        if (this.entry?.whole === whole) this.show(this.site, this.entry)
        tell(say('note-added'))
      } catch (problem) { tell(fault(problem), { bad: true }) }
    }
    return h('details', { class: 'notes', open: whole.notes.length > 0 }, h('summary', {}, say('notes', { n: whole.notes.length })),
      whole.notes.map(noteView), may(this.site, 'moderator') && h('form', { onsubmit: add }, input, h('button', {}, say('note-add'))))
  }
}

/** The revision that readers go on seeing while the last one waits; 0 for none. @param {Entry} entry */
const former = ({ data, whole }) => {
  const [shown, last] = whole ? [whole.shownRevision, whole.revision] : [data.shownRevision, data.comment.revision]
  return shown && shown < last ? shown : 0
}

/** How often an author was published, rejected and reported. @param {{published: number, rejected: number, reported: number}} record */
export const recordOf = record => h('dl', { class: 'record' }, /** @type {const} */ (['published', 'rejected', 'reported']).map(what => h('div', {}, h('dt', {}, say('record-' + what)), h('dd', {}, count(record[what])))))

/** An article by its title, as a link where its address is known; the host is shown, for the address is what a browser told. @param {string} article @param {import('./entry.js').Page} [page] */
const articleLink = (article, page) => {
  const title = h('bdi', { class: 'article-title' }, page?.title ?? article)
  return page?.url ? [h('a', { href: page.url, target: '_blank', rel: 'noreferrer noopener' }, title), ' ', h('small', {}, new URL(page.url).host)] : title
}

/** A colleague's note. @param {any} note */
export const noteView = note => h('blockquote', { class: 'note' }, h('p', { dir: 'auto' }, note.text), h('footer', {}, h('bdi', {}, note.name), ' · ', time(note.at)))

/** A text as it was written, closed until somebody asks when it is hard to read or is not public. @param {{text: string, status: string, categories?: Record<string, number> | null}} comment */
export const quoted = ({ text, status, categories }) => {
  const words = h('p', { dir: 'auto' }, text)
  const severe = isSevere({ verdict: { categories: categories ?? {} } })
  return softens() && text && (status !== 'published' || severe)
    ? h('details', { class: 'covered' }, h('summary', {}, say(severe ? 'covered' : 'not-public', { n: count([...text].length) })), words) : words
}

/** A comment that stands near. @param {any} near */
const around = near => h('blockquote', { class: 'around' },
  h('footer', {}, h('bdi', {}, near.name || say('nameless')), ' · ', time(near.postedAt), near.status !== 'published' && h('span', { class: 'tag status ' + near.status }, named('status', near.status))),
  quoted(near))

customElements.define('nat-comment-view', CommentView)

export { CommentView }
