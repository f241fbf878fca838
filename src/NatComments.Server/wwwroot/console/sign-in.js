// @ts-check
/**
 * The dialog in which somebody signs in: name and password, then the code of an authenticator where one is set up, then a password of one's
 * own after a one-time password, and a second factor where one is required. Whoever left in between goes on where they were. It lies over the
 * page, so that what was being written stays.
 */
import { ask, askQuietly, connection, signIn, whoAmI, whoIsThere } from './api.js'
import { button, dialog, field, h } from './elements.js'
import { languageChoice } from './preference-choices.js'
import { factorForm } from './second-factor.js'
import { passwordField } from './password-field.js'
import { fault, say } from './words.js'

/** 12 characters, as the server asks. */
const minPassword = 12

// Where many sign in at the same moment the server asks to come again: three times, two seconds apart, it is done unasked.
const busyTries = 3
const busyPause = 2_000

// 3 seconds: soon enough for whoever comes over from another tab.
const otherTabsEvery = 3_000

/**
 * Ends when somebody is signed in and has what they must set up.
 * @param {{again?: boolean, name?: string, password?: string}} [how] again: the session has ended in the middle of work
 * @returns {Promise<void>}
 */
export const signInDialog = ({ again = false, name = '', password = '' } = {}) => new Promise(done => {
  const wrong = h('p', { class: 'fault', role: 'alert' })
  const nameInput = h('input', { name: 'name', autocomplete: 'username', required: true, value: again ? connection.session?.name : name, readonly: again })
  const passwordInput = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, value: password })
  const codeInput = h('input', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric', spellcheck: 'false' })
  const codeField = field(say('code'), codeInput, say('code-hint'))
  codeField.hidden = true
  const send = h('button', { class: 'main' }, say('sign-in'))

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    send.disabled = true
    wrong.textContent = ''
    try {
      await patiently(() => signIn({ name: nameInput.value.trim(), password: passwordInput.value, ...codeInput.value && { code: codeInput.value.trim() } }))
      await setUp(box)
      leave()
    } catch (/** @type {any} */ problem) {
      if (problem.code === 'second-factor-needed') {
        codeField.hidden = false
        codeInput.required = true
        codeInput.focus()
      } else {
        wrong.textContent = fault(problem)
        const mend = problem.code === 'second-factor-wrong' ? codeInput : passwordInput
        mend.select()
        mend.focus()
      }
    } finally { send.disabled = false }
  }

  const leave = () => {
    clearInterval(looking)
    signedIn = true
    box.close()
    done()
  }

  // Who signs in in another tab is in here too; somebody else begins anew.
  const before = connection.session?.account
  const look = async () => {
    const there = document.hidden ? null : await whoIsThere().catch(() => null)
    if (!there || there.mustSetPassword || there.mustSetSecondFactor) return
    if (there.account !== before) return location.reload()
    connection.session = there
    leave()
  }
  const looking = again ? setInterval(look, otherTabsEvery) : 0

  let signedIn = false
  const form = h('form', { onsubmit: submit }, h('p', { class: 'dim' }, say(again ? 'signed-out-text' : 'sign-in-text')), field(say('name'), nameInput), passwordField(say('password'), passwordInput), codeField, wrong, h('div', { class: 'row' }, send, !again && languageChoice()))
  const box = dialog(say(again ? 'signed-out' : 'sign-in'), [form], { class: again ? 'sign-in' : 'sign-in first' })
  if (!again) box.prepend(h('strong', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '' }), h('span', {}, 'NatComments')))
  box.addEventListener('cancel', event => event.preventDefault())
  // Browsers close a dialog on a second Escape whatever one says; without a session there is nothing behind it.
  box.addEventListener('close', () => !signedIn && document.body.append(box) === undefined && box.showModal())
  if (lacksSomething()) setUp(box).then(leave)
  else (again || name ? passwordInput : nameInput).focus()
})

/** Whether whoever is signed in must set up something before all else. */
export const lacksSomething = () => connection.session?.mustSetPassword || connection.session?.mustSetSecondFactor

/** Goes through what must be set up. @param {HTMLDialogElement} box */
const setUp = async box => {
  if (connection.session?.mustSetPassword) await newPassword(box)
  if (connection.session?.mustSetSecondFactor) await newFactor(box)
}

/** Tries again where the server is busy. @param {() => Promise<any>} what */
const patiently = async what => {
  for (let tries = 1; ; tries++) {
    try {
      return await what()
    } catch (/** @type {any} */ problem) {
      if (problem.code !== 'sign-in-busy' || tries > busyTries) throw problem
      await new Promise(done => { setTimeout(done, busyPause) })
    }
  }
}

/** Leads out again whoever cannot go on now. */
const wayOut = () => button(say('sign-out'), () => askQuietly('DELETE', '/session').catch(() => null).finally(() => location.reload()), { class: 'link' })

/** Whoever came in with a one-time password sets one of their own. @param {HTMLDialogElement} box */
const newPassword = box => new Promise(done => {
  const wrong = h('p', { class: 'fault', role: 'alert' })
  const first = h('input', { name: 'new-password', type: 'password', autocomplete: 'new-password', required: true, minlength: minPassword, maxlength: 200 })
  const second = h('input', { name: 'repeat-password', type: 'password', autocomplete: 'new-password', required: true })
  const send = h('button', { class: 'main' }, say('set-password'))
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    wrong.textContent = ''
    if (first.value !== second.value) {
      wrong.textContent = say('passwords-differ')
      second.focus()
      return
    }
    send.disabled = true
    try {
      await ask('PUT', '/session/password', { password: first.value })
      await whoAmI()
      done(undefined)
    } catch (/** @type {any} */ problem) {
      wrong.textContent = fault(problem)
      first.focus()
    } finally { send.disabled = false }
  }
  const heading = h('h2', { id: box.getAttribute('aria-labelledby') }, say('set-password'))
  box.replaceChildren(heading, h('form', { onsubmit: submit },
    h('p', {}, say('set-password-text')),
    h('input', { class: 'hidden', name: 'username', autocomplete: 'username', value: connection.session?.name, readonly: true, tabindex: -1, 'aria-hidden': 'true' }),
    passwordField(say('new-password'), first, say('password-hint')), field(say('repeat-password'), second), wrong, h('div', { class: 'row' }, send, wayOut())))
  first.focus()
})

/** Where a second factor is required, whoever has none sets it up. @param {HTMLDialogElement} box */
const newFactor = async box => {
  /** @type {() => void} */ let done
  const finished = new Promise(resolve => { done = () => resolve(undefined) })
  const heading = h('h2', { id: box.getAttribute('aria-labelledby'), tabindex: -1 }, say('second-factor'))
  try {
    const form = await factorForm(codes => {
      box.replaceChildren(heading, codes, h('div', { class: 'row' }, button(say('go-on'), done, { class: 'main' })))
      codes.focus()
    })
    box.replaceChildren(heading, h('p', {}, say('factor-required')), form, h('div', { class: 'row' }, wayOut()))
  } catch (problem) {
    box.replaceChildren(heading, h('p', { class: 'fault', role: 'alert' }, fault(problem)), h('div', { class: 'row' }, button(say('reload'), () => location.reload()), wayOut()))
  }
  heading.focus()
  await finished
}
