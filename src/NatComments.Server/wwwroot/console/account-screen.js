// @ts-check
/** <nat-account-screen> is one's own account: public name, password, second factor, recovery codes, personal tokens, and what is chosen on this device. */
import { ask, connection, whoAmI } from './api.js'
import { button, choice, dialog, field, fill, h } from './elements.js'
import { languageChoice, themeChoice } from './preference-choices.js'
import { prefer, preferences } from './preferences.js'
import { tell } from './announcer.js'
import { passwordField } from './password-field.js'
import { drawTokens } from './personal-tokens.js'
import { codesShown, factorForm } from './second-factor.js'
import { fault, say } from './words.js'

class AccountScreen extends HTMLElement {
  namePart = h('section', { class: 'public-name' })
  passwordPart = h('section', { class: 'password' })
  factorPart = h('section', { class: 'factor' })
  tokenPart = h('section', { class: 'tokens' })

  async start() {
    this.className = 'page'
    fill(this, h('h1', { tabindex: -1 }, say('screen-account')), this.namePart, this.passwordPart, this.factorPart, this.tokenPart, this.device())
    this.drawPassword()
    this.drawFactor()
    this.drawName()
    await drawTokens(this.tokenPart)
  }

  /** Does something and says how it went. @param {() => Promise<any>} what @param {string} [words] */
  async run(what, words) {
    try {
      const result = await what()
      if (words) tell(words)
      return result ?? true
    } catch (problem) {
      tell(fault(problem), { bad: true })
      return null
    }
  }

  drawName() {
    const name = h('input', { required: true, maxlength: 60, name: 'public-name', autocomplete: 'off', value: connection.session?.publicName })
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault()
      if (!await this.run(() => ask('PUT', '/account', { publicName: name.value.trim() }), say('saved'))) return
      await whoAmI()
      dispatchEvent(new CustomEvent('nat-name'))
      this.drawName()
    }
    fill(this.namePart, h('h2', {}, say('public-name')), h('p', { class: 'dim' }, say('public-name-text')), h('p', {}, say('sign-in-name'), ': ', h('code', {}, connection.session?.name ?? '')),
      h('form', { class: 'inline', onsubmit: submit }, field(say('public-name'), name), h('button', {}, say('save'))))
  }

  drawPassword() {
    const current = h('input', { type: 'password', autocomplete: 'current-password', required: true, name: 'current' })
    const wanted = h('input', { type: 'password', autocomplete: 'new-password', required: true, minlength: 12, maxlength: 200, name: 'wanted' })
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault()
      if (await this.run(() => ask('PUT', '/session/password', { password: wanted.value, current: current.value }), say('password-changed'))) {
        await whoAmI()
        this.drawPassword()
      }
    }
    fill(this.passwordPart, h('h2', {}, say('change-password')), h('form', { class: 'inline', onsubmit: submit },
      h('input', { class: 'hidden', autocomplete: 'username', value: connection.session?.name, readonly: true, tabindex: -1, 'aria-hidden': 'true' }),
      passwordField(say('current-password'), current),
      passwordField(say('new-password'), wanted, say('password-hint')), h('button', { class: 'main' }, say('change-password'))))
  }

  drawFactor(/** @type {Node | null} */ more = null) {
    const on = connection.session?.secondFactor
    fill(this.factorPart, h('h2', {}, say('second-factor')), h('p', {}, on ? say('factor-on', { n: connection.session?.recoveryCodesLeft }) : say('factor-off')),
      h('div', { class: 'row' }, on
        ? [button(say('codes-renew'), () => this.withPassword(password => ask('POST', '/session/recovery-codes', { password }), reply => this.codes(codesShown(reply.recoveryCodes)))),
          button(say('factor-remove'), () => this.withPassword((password, code) => ask('DELETE', '/session/second-factor', { password, code }), () => this.drawFactor(), true))]
        : button(say('factor-start'), () => this.setUp(), { class: 'main' })), more)
  }

  /** Asks for the password (and a code) before what must not be done by whoever finds a screen open. @param {(password: string, code: string) => Promise<any>} what @param {(reply: any) => void} then @param {boolean} [withCode] */
  async withPassword(what, then, withCode = false) {
    const given = await promptedProof(withCode)
    if (!given) return
    const reply = await this.run(() => what(given.password, given.code))
    if (!reply) return
    await whoAmI()
    then(reply)
  }

  async setUp() {
    const form = await this.run(() => factorForm(codes => this.codes(codes)))
    if (!form) return
    this.drawFactor(form)
    form.querySelector('input').focus()
  }

  /** @param {HTMLElement} shown */
  codes(shown) {
    this.drawFactor(shown)
    shown.focus()
  }

  device() {
    const keys = h('input', { type: 'checkbox', checked: preferences.shortcuts, onchange: () => prefer({ shortcuts: keys.checked }) })
    const soften = choice([['site', say('soften-site')], ['yes', say('yes')], ['no', say('no')]], preferences.soften, { name: 'soften', onchange: () => prefer({ soften: /** @type {any} */ (soften.value) }) })
    const everywhere = async () => {
      if (await this.run(() => ask('DELETE', '/session?everywhere=true'))) location.reload()
    }
    return h('section', {}, h('h2', {}, say('preferences')), h('div', { class: 'inline' }, field(say('language'), languageChoice()), field(say('theme'), themeChoice()), field(say('soften'), soften)), h('p', {}, h('label', {}, keys, ' ', say('single-keys'))), h('div', { class: 'row' }, button(say('sign-out-everywhere'), everywhere)))
  }
}

/** Asks for the password and, where it is needed, for a code; null when it was called off. @param {boolean} withCode @returns {Promise<{password: string, code: string} | null>} */
export const promptedProof = withCode => new Promise(done => {
  const password = h('input', { type: 'password', autocomplete: 'current-password', required: true, maxlength: 200, name: 'proof-password' })
  const code = h('input', { inputmode: 'numeric', autocomplete: 'one-time-code', required: true, name: 'proof-code' })
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    done({ password: password.value, code: code.value.trim() })
    box.close()
  }
  const box = dialog(say('confirm'), [h('form', { onsubmit: submit }, field(say('current-password'), password), withCode && field(say('code'), code, say('code-hint')),
    h('div', { class: 'row' }, h('button', { class: 'main' }, say('confirm')), button(say('cancel'), () => box.close())))])
  box.addEventListener('close', () => done(null))
  password.focus()
})

customElements.define('nat-account-screen', AccountScreen)
