// @ts-check
/**
 * <nat-settings-screen> is what is set for a site: thresholds with a preview of what they would have done, guidelines, reasons of the site's own,
 * word lists, and the state of a thread. Nothing is saved before somebody says so.
 */
import { ask, may, path } from './api.js'
import { drawKeys } from './api-keys.js'
import { button, choice, field, fill, h } from './elements.js'
import { tell } from './announcer.js'
import { shareBar } from './plots.js'
import { takeSettings } from './site.js'
import { wordListsPart } from './word-lists.js'
import { count, decimal, fault, named, readDecimal, say } from './words.js'

const languages = ['en', 'tr', 'ku']

class SettingsScreen extends HTMLElement {
  site = ''
  /** @type {any} */ settings = null
  form = h('form', { class: 'settings' })
  preview = h('div', { class: 'preview', 'aria-live': 'polite' })

  /** @param {string} site */
  async start(site) {
    this.site = site
    this.className = 'page'
    const words = h('section', {})
    const keys = may(site, 'administrator') && h('section', {})
    fill(this, h('h1', { tabindex: -1 }, say('screen-settings')), !may(site, 'administrator') && h('p', { class: 'notice' }, say('read-only')), this.form, words, keys, may(site, 'moderator') && this.threadState())
    try {
      this.take(await ask('GET', path(site, ['/settings'])))
      await wordListsPart(site, words)
      if (keys) await drawKeys(site, keys)
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  /** @param {{settings: any, shippedReasons: string[]}} reply */
  take(reply) {
    this.settings = reply.settings
    takeSettings(reply)
    this.draw()
  }

  /** The categories that have thresholds. @returns {string[]} */
  get categories() { return Object.keys(this.settings.policy).filter(name => this.settings.policy[name]?.hold !== undefined) }

  draw() {
    const { settings, site } = this
    const manages = may(site, 'administrator')
    const number = (/** @type {string} */ name, /** @type {number} */ value) => h('input', { inputmode: 'decimal', name, value: decimal(value), pattern: '\\s*[01]?([.,][0-9]{1,6})?\\s*', maxlength: 8, required: true, disabled: !may(site, 'editor') })
    const box = (/** @type {string} */ name, /** @type {boolean} */ on, /** @type {string} */ words) => h('p', {}, h('label', {}, h('input', { type: 'checkbox', name, checked: on, disabled: !manages }), ' ', say(words)))
    this.reasons = h('div', {}, settings.reasons.map((/** @type {any} */ reason) => this.reasonRow(reason, manages)))
    this.form.onsubmit = event => {
      event.preventDefault()
      this.save()
    }
    this.form.oninput = () => tell(say('unsaved'))
    fill(this.preview)
    fill(this.form,
      h('section', {}, h('h2', {}, say('settings-thresholds')), h('p', { class: 'dim' }, say('settings-text')),
        h('div', { class: 'thresholds' }, this.categories.map(name => h('fieldset', { class: 'inline' }, h('legend', {}, named('category', name)),
          field(say('hold'), number(name + '-hold', settings.policy[name].hold)),
          name === 'doxxing' ? h('p', { class: 'dim' }, say('never-rejected')) : field(say('reject-from'), number(name + '-reject', settings.policy[name].reject))))),
        field(say('new-factor'), number('new-factor', settings.policy.newAuthorFactor)), box('premoderate', settings.policy.premoderateNewAuthors, 'premoderate-new'),
        may(site, 'editor') && h('div', { class: 'row' }, button(say('settings-preview'), () => this.tryOut())), this.preview),
      h('section', {}, h('h2', {}, say('guidelines')), field(say('guidelines-text'), h('textarea', { name: 'guidelines', rows: 5, maxlength: 5000, dir: 'auto', disabled: !manages }, settings.guidelines)), box('soften', settings.softenSlurs, 'soften-slurs')),
      h('section', {}, h('h2', {}, say('own-reasons')), this.reasons, manages && button(say('reason-add'), () => {
        const row = this.reasonRow({ code: '', names: {}, rule: null }, true)
        this.reasons?.append(row)
        row.querySelector('input')?.focus()
      })),
      h('section', {}, h('h2', {}, say('second-factor')), field(say('factor-needed'), choice(['nobody', 'administrators', 'everybody'].map(who => /** @type {[string, string]} */ ([who, say('factor-needed-' + who)])), settings.requireSecondFactor, { name: 'require-factor', disabled: !manages }), say('factor-needed-text'))),
      manages && h('div', { class: 'row' }, h('button', { class: 'main' }, say('save'))))
  }

  /** @param {any} reason @param {boolean} manages */
  reasonRow(reason, manages) {
    const row = h('fieldset', { class: 'inline reason' }, h('legend', {}, reason.code || say('reason-add')),
      field(say('reason-code'), h('input', { name: 'code', value: reason.code, required: true, pattern: '[a-z0-9\\-]{1,40}', maxlength: 40, disabled: !manages })),
      languages.map(lang => field(say('name-in', { lang }), h('input', { name: 'name-' + lang, value: reason.names[lang] ?? '', maxlength: 100, disabled: !manages }))),
      field(say('reason-rule'), h('input', { name: 'rule', value: reason.rule ?? '', maxlength: 500, disabled: !manages })),
      manages && button(say('remove'), () => row.remove(), { 'aria-label': say('remove-named', { name: reason.code }) }))
    return row
  }

  /** @param {string} name @returns {any} */
  input(name) { return this.form.elements.namedItem(name) }

  policy() {
    const threshold = (/** @type {string} */ name) => ({ hold: readDecimal(this.input(name + '-hold').value), reject: this.input(name + '-reject') ? readDecimal(this.input(name + '-reject').value) : this.settings.policy[name].reject })
    return { ...this.settings.policy, ...Object.fromEntries(this.categories.map(name => [name, threshold(name)])), newAuthorFactor: readDecimal(this.input('new-factor').value), premoderateNewAuthors: this.input('premoderate').checked }
  }

  async save() {
    const reasons = [...this.form.querySelectorAll('fieldset.reason')].map(row => {
      const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (row.querySelector(`[name="${name}"]`)).value.trim()
      return { code: value('code'), names: Object.fromEntries(languages.map(lang => [lang, value('name-' + lang)]).filter(([, name]) => name)), rule: value('rule') || null }
    })
    try {
      this.take(await ask('PUT', path(this.site, ['/settings']), { policy: this.policy(), reasons, guidelines: this.input('guidelines').value, softenSlurs: this.input('soften').checked, requireSecondFactor: this.input('require-factor').value }))
      tell(say('saved'))
    } catch (/** @type {any} */ problem) { tell(fault(problem) + (problem.detail ? ` (${problem.detail})` : ''), { bad: true }) }
  }

  /** What these settings would have done to the last comments. */
  async tryOut() {
    try {
      fill(this.preview, previewTable(await ask('POST', path(this.site, ['/settings/preview']), { policy: this.policy() })))
    } catch (/** @type {any} */ problem) { tell(fault(problem) + (problem.detail ? ` (${problem.detail})` : ''), { bad: true }) }
  }

  threadState() {
    const article = h('input', { required: true, maxlength: 300, name: 'state-article' })
    const state = choice(['open', 'premoderated', 'slow', 'closed'].map(code => /** @type {[string, string]} */ ([code, named('state', code)])), 'open', { name: 'state' })
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault()
      try {
        const now = await ask('PUT', path(this.site, ['/threads/', '/state'], article.value.trim()), { state: state.value })
        tell(say('state-set', { article: now.article, state: named('state', now.state) }))
      } catch (problem) { tell(fault(problem), { bad: true }) }
    }
    return h('section', {}, h('h2', {}, say('thread-state')), h('form', { class: 'inline', onsubmit: submit }, field(say('article'), article), field(say('status'), state), h('button', {}, say('set-state'))))
  }
}

/** What would have become of the last comments, now and then. @param {any} preview */
export const previewTable = preview => {
  const outcomes = /** @type {[string, import('./plots.js').Colour][]} */ ([['publish', 'good'], ['hold', 'warn'], ['reject', 'bad']])
  const row = (/** @type {string} */ words, /** @type {any} */ counts) => h('tr', {}, h('th', { scope: 'row' }, words), outcomes.map(([outcome]) => h('td', { class: 'number' }, count(counts[outcome]))),
    h('td', { class: 'shares-cell' }, shareBar(outcomes.map(([outcome, colour]) => ({ name: named('outcome', outcome), colour, value: counts[outcome] })))))
  return h('div', {}, h('table', { class: 'preview-table' }, h('caption', {}, say('preview-text', { n: count(preview.comments) })), h('thead', {}, h('tr', {}, h('td', {}), outcomes.map(([outcome, colour]) => h('th', { scope: 'col', class: 'number' }, h('i', { class: 'key ' + colour }), named('outcome', outcome))), h('td', { class: 'shares-cell' }))),
    h('tbody', {}, row(say('outcome-now'), preview.before), row(say('outcome-then'), preview.after))),
  h('details', {}, h('summary', {}, say('preview-changed', { n: preview.changed.length })), h('ul', {}, preview.changed.map((/** @type {any} */ one) =>
    h('li', {}, h('span', { class: 'tag' }, `${named('outcome', one.before)} → ${named('outcome', one.after)}`), ' ', h('bdi', {}, one.article), h('details', {}, h('summary', {}, say('not-public', { n: [...one.text].length })), h('p', { dir: 'auto' }, one.text)))))))
}

customElements.define('nat-settings-screen', SettingsScreen)
