// @ts-check
/** <nat-people-screen> shows everybody with a role on the site; administrators invite, change roles and disable accounts at once. */
import { ask, connection, may, path } from './api.js'
import { button, choice, dialog, field, fill, h, prompted } from './elements.js'
import { secretShown } from './secret.js'
import { tokenList } from './personal-tokens.js'
import { tell } from './announcer.js'
import { exact, fault, named, say } from './words.js'

const roles = ['auditor', 'moderator', 'editor', 'administrator']
const roleOptions = () => roles.map(role => /** @type {[string, string]} */ ([role, named('role', role)]))

class PeopleScreen extends HTMLElement {
  site = ''
  table = h('div', { class: 'wrap panel', tabindex: 0, role: 'region' })

  /** @param {string} site */
  async start(site) {
    this.site = site
    this.className = 'page'
    this.table.setAttribute('aria-label', say('screen-people'))
    fill(this, h('h1', { tabindex: -1 }, say('screen-people')), this.table, may(site, 'administrator') && this.inviteForm())
    await this.load()
  }

  async load() {
    try {
      const people = await ask('GET', path(this.site, ['/people']))
      const manages = may(this.site, 'administrator')
      const head = ['name', 'role', 'second-factor', ...manages ? ['actions'] : []]
      fill(this.table, h('table', {}, h('thead', {}, h('tr', {}, head.map(key => h('th', { scope: 'col' }, say(key))))), h('tbody', {}, people.map((/** @type {any} */ person) => this.row(person, manages)))))
    } catch (problem) { fill(this.table, h('p', { class: 'fault', role: 'alert' }, fault(problem))) }
  }

  /** @param {() => Promise<any>} what */
  async run(what) {
    try {
      await what()
      tell(say('person-changed'))
    } catch (problem) { tell(fault(problem), { bad: true }) }
    await this.load()
  }

  /** @param {any} person @param {boolean} manages */
  row(person, manages) {
    const of = (/** @type {string} */ rest) => path(this.site, ['/people/', rest], person.account)
    const sure = async (/** @type {string} */ key, /** @type {() => Promise<any>} */ what) => {
      if (await prompted(say('confirm'), { text: say(key, { name: person.name }), ok: say('confirm'), cancel: say('cancel') }) !== null) await this.run(what)
    }
    const role = choice(roleOptions(), person.role, { 'aria-label': `${say('role')}: ${person.name}`, onchange: () => this.run(() => ask('PUT', of('/role'), { role: role.value })) })
    return h('tr', {},
      h('td', {}, h('bdi', {}, person.name), person.account === connection.session?.account && ' ★', person.disabled && [' ', h('span', { class: 'tag rejected' }, say('disabled'))], !person.signedUp && [' ', h('span', { class: 'tag pending' }, say('waits-for-sign-up'))]),
      h('td', {}, manages ? role : named('role', person.role), person.everywhere && h('small', {}, ' ', say('everywhere'))),
      h('td', {}, person.secondFactor ? say('yes') : say('no')),
      manages && h('td', {}, h('div', { class: 'row' },
        person.disabled ? button(say('enable'), () => this.run(() => ask('PUT', of('/disabled'), { disabled: false })))
          : button(say('disable'), () => sure('disable-sure', () => ask('PUT', of('/disabled'), { disabled: true }))),
        button(say('invite-again'), () => this.again(person)),
        button(say('tokens'), () => this.tokens(person), { 'aria-label': `${say('tokens')}: ${person.name}` }),
        button(say('take-role'), () => sure('take-role-sure', () => ask('DELETE', of('/role')))))))
  }

  /** @param {any} person */
  async again(person) {
    try {
      invitation(await ask('POST', path(this.site, ['/people/', '/invitation'], person.account)))
    } catch (problem) { tell(fault(problem), { bad: true }) }
    await this.load()
  }

  /** Somebody's tokens, to be ended. @param {any} person */
  async tokens(person) {
    const list = h('div', {})
    const at = path(this.site, ['/people/', '/tokens'], person.account)
    const load = async () => {
      try {
        const tokens = await ask('GET', at)
        fill(list, tokens.length ? tokenList(at, tokens, load) : h('p', {}, say('no-tokens')))
        return true
      } catch (problem) {
        tell(fault(problem), { bad: true })
        return false
      }
    }
    if (!await load()) return
    const box = dialog(`${say('tokens')}: ${person.name}`, [list, h('div', { class: 'row' }, button(say('close'), () => box.close(), { class: 'main' }))], { class: 'wide' })
  }

  inviteForm() {
    const name = h('input', { required: true, maxlength: 60, name: 'invite-name', autocomplete: 'off' })
    const role = choice(roleOptions(), 'moderator', { name: 'invite-role' })
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault()
      try {
        invitation(await ask('POST', path(this.site, ['/people']), { name: name.value.trim(), role: role.value }))
        name.value = ''
      } catch (problem) { tell(fault(problem), { bad: true }) }
      await this.load()
    }
    return h('section', {}, h('h2', {}, say('invite')), h('p', { class: 'dim' }, say('invite-text')), h('form', { class: 'inline', onsubmit: submit }, field(say('public-name'), name), field(say('role'), role), h('button', { class: 'main' }, say('invite'))))
  }
}

/** Shows an invitation; its link is shown only now. @param {any} made */
const invitation = made => {
  const box = dialog(say('invited', { name: made.name }), [
    h('p', {}, say('invitation-until', { date: exact(made.endsAt) })), secretShown(say('link'), made.link), secretShown(say('sign-in-name'), made.signInName), secretShown(say('one-time-password'), made.oneTimePassword),
    h('div', { class: 'row' }, button(say('close'), () => box.close(), { class: 'main' }))], { class: 'wide' })
}

customElements.define('nat-people-screen', PeopleScreen)
