// @ts-check
/** <nat-audit-screen> looks through the audit chain: who decided and changed what, when and why, with before and after. */
import { api, ask, may, path } from './api.js'
import { button, choice, field, fill, h } from './elements.js'
import { tell } from './announcer.js'
import { count, exact, fault, named, say } from './words.js'

const kinds = ['comment-decided', 'comment-held', 'decision-undone', 'comment-escalated', 'comment-reported', 'decision-appealed', 'comment-withdrawn', 'thread-state-changed',
  'settings-changed', 'word-list-changed', 'view-changed', 'author-sanctioned', 'sanction-lifted', 'note-added', 'chain-keyed', 'texts-rendered',
  'account-added', 'role-changed', 'account-disabled', 'account-enabled', 'invitation-made', 'invitation-used', 'password-changed', 'second-factor-changed', 'recovery-code-used', 'token-added', 'token-limited', 'token-ended', 'sessions-ended',
  'public-name-changed', 'key-added', 'key-rotated', 'key-ended']

/** Who did something without an account. */
const machines = ['policy', 'import', 'author', 'reader', 'command-line', 'first-start', 'server', 'another-site']

class AuditScreen extends HTMLElement {
  site = ''
  rows = h('tbody', {})
  more = h('div', { class: 'more' })

  /** @param {string} site */
  async start(site) {
    this.site = site
    this.className = 'page'
    const change = () => this.load(null)
    const people = await ask('GET', path(site, ['/people'])).catch(() => [])
    this.by = choice([['', say('anybody')], ['moderators', say('by-moderators')], ['policy', say('by-policy')], ...people.map((/** @type {any} */ person) => [person.account, person.name])], '', { onchange: change, name: 'by' })
    this.what = choice([['', say('any')], ...kinds.map(kind => /** @type {[string, string]} */ ([kind, named('audit', kind)]))], '', { onchange: change, name: 'what' })
    this.chain = choice([['site', say('chain-site')], ...may(site, 'administrator') ? [/** @type {[string, string]} */ (['people', say('chain-people')])] : []], 'site', { onchange: change, name: 'chain' })
    this.from = h('input', { type: 'date', name: 'from', onchange: change })
    this.to = h('input', { type: 'date', name: 'to', onchange: change })
    this.article = h('input', { name: 'article', onchange: change })
    const exportChain = h('a', { class: 'export', download: '', onclick: () => exportChain.setAttribute('href', `${api}${path(site, ['/audit/export'])}${this.chain?.value === 'people' ? '?chain=people' : ''}`), href: `${api}${path(site, ['/audit/export'])}` }, say('export'))
    fill(this, h('h1', { tabindex: -1 }, say('screen-audit')), h('p', { class: 'dim' }, say('audit-text')),
      h('form', { class: 'inline', onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.load(null) } },
        field(say('by'), this.by), field(say('what'), this.what), field(say('article'), this.article), field(say('from'), this.from), field(say('to'), this.to), field(say('chain'), this.chain), h('button', {}, say('search')), exportChain),
      h('div', { class: 'wrap panel', tabindex: 0, role: 'region', 'aria-label': say('screen-audit') }, h('table', {}, h('thead', {}, h('tr', {}, ['number', 'when', 'by', 'what', 'subject'].map(key => h('th', { scope: 'col' }, say(key))))), this.rows)), this.more)
    await this.load(null)
  }

  /** @param {number | null} after */
  async load(after) {
    const query = new URLSearchParams()
    const wanted = { by: this.by?.value, what: this.what?.value, chain: this.chain?.value, article: this.article?.value.trim() }
    for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, value)
    if (this.from?.value) query.set('from', this.from.value + 'T00:00:00Z')
    if (this.to?.value) query.set('to', this.to.value + 'T23:59:59Z')
    if (after) query.set('after', String(after))
    try {
      const page = await ask('GET', path(this.site, ['/audit?']) + query)
      if (!after) fill(this.rows)
      this.rows.append(...page.records.map(row))
      fill(this.more, page.next ? button(say('load-more'), () => this.load(page.next)) : this.rows.children.length === 0 && h('p', { class: 'empty' }, say('none-found')))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }
}

/** @param {{record: any, name: string}} reply */
const row = ({ record, name }) => h('tr', {},
  h('td', { class: 'number' }, count(record.number)), h('td', {}, h('time', { datetime: record.at }, exact(record.at))), h('td', {}, h('bdi', {}, machines.includes(record.by) ? say('by-' + record.by) : name)),
  h('td', {}, named('audit', record.what), record.event?.outcome && ' · ' + named('outcome', record.event.outcome), record.event?.reason && ' · ' + named(record.event.outcome === 'hold' ? 'why' : 'reason', record.event.reason)),
  h('td', {}, h('bdi', {}, record.event ? record.event.article : record.subject ?? ''), record.event?.comment && h('small', { class: 'mono' }, ' ', record.event.comment.slice(0, 8)), changes(record)))

/** Before and after of a record. @param {any} record */
const changes = ({ before, after }) => (before != null || after != null) && h('details', {}, h('summary', {}, say('changes')),
  before != null && [h('h4', {}, say('before')), h('pre', { dir: 'auto' }, JSON.stringify(before, null, 1))], after != null && [h('h4', {}, say('after')), h('pre', { dir: 'auto' }, JSON.stringify(after, null, 1))])

customElements.define('nat-audit-screen', AuditScreen)
