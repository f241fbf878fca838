// @ts-check
/**
 * <nat-console> is the whole page: who is signed in, on which site, which screen. The address after # says the screen:
 * `#/SITE/queue/NAME`, `#/SITE/people`, …; `#invitation=NAME:PASSWORD` is what a link for somebody new holds.
 */
import { connection, may, roleOn, askQuietly, whoAmI } from './api.js'
import './announcer.js'
import { tell } from './announcer.js'
import { button, choice, fill, h, prompted } from './elements.js'
import { languageChoice, themeChoice } from './preference-choices.js'
import { prefer, preferences } from './preferences.js'
import { commandOf } from './shortcuts.js'
import { watchSession } from './session-watch.js'
import { lacksSomething, signInDialog } from './sign-in.js'
import { openSite } from './site.js'
import { fault, say, speak } from './words.js'

/** @typedef {{name: string, element: string, file: string, least: string}} Screen */

/** Each screen is loaded when it is first asked for. @type {Screen[]} */
const screens = [
  { name: 'queue', element: 'nat-queue-screen', file: './queue-screen.js', least: 'auditor' },
  { name: 'search', element: 'nat-search-screen', file: './search-screen.js', least: 'auditor' },
  { name: 'statistics', element: 'nat-statistics-screen', file: './statistics-screen.js', least: 'auditor' },
  { name: 'people', element: 'nat-people-screen', file: './people-screen.js', least: 'auditor' },
  { name: 'settings', element: 'nat-settings-screen', file: './settings-screen.js', least: 'auditor' },
  { name: 'audit', element: 'nat-audit-screen', file: './audit-screen.js', least: 'auditor' },
  { name: 'account', element: 'nat-account-screen', file: './account-screen.js', least: 'auditor' },
]

class Console extends HTMLElement {
  top = h('header', { class: 'top' })
  main = h('main', { id: 'main', tabindex: -1 })
  hints = h('p', { class: 'hints', 'aria-hidden': 'true' })
  foot = h('footer', { class: 'foot' }, document.createElement('nat-announcer'), this.hints)
  /** @type {any} */ screen = null
  /** @type {Promise<void> | null} */ signingIn = null

  async connectedCallback() {
    this.look()
    await speak(preferences.lang)
    document.title = say('console') + ' · NatComments'
    this.replaceChildren(h('a', { class: 'skip', href: '#main', onclick: (/** @type {Event} */ event) => { event.preventDefault(); this.main.focus() } }, say('skip')), this.top, this.main, this.foot)
    connection.signInAgain = () => this.signInAgain()
    addEventListener('hashchange', () => this.route())
    addEventListener('keydown', event => this.onKey(event))
    addEventListener('nat-preferences', () => this.look())
    addEventListener('nat-name', () => this.top.querySelector('.me bdi')?.replaceChildren(connection.session?.publicName ?? ''))
    await this.enter()
  }

  /** Theme and text direction as chosen. */
  look() {
    document.documentElement.dataset.theme = preferences.theme
  }

  /** Lets somebody in, at the first opening. */
  async enter() {
    const invited = /^#invitation=([^:]+):(.+)$/.exec(location.hash)
    if (invited) history.replaceState(null, '', location.pathname)
    try {
      const session = invited ? null : await whoAmI()
      if (!session || lacksSomething()) await signInDialog(invited ? { name: decodeURIComponent(invited[1]), password: decodeURIComponent(invited[2]) } : {})
    } catch (problem) {
      fill(this.main, h('p', { class: 'notice fault', role: 'alert' }, fault(problem)), button(say('reload'), () => location.reload()))
      return
    }
    watchSession()
    await this.findSites()
    this.route()
  }

  /** Somebody signs in again over the page; the requests that wait go on then. */
  signInAgain() {
    return this.signingIn ??= signInDialog({ again: true }).finally(() => {
      this.signingIn = null
      dispatchEvent(new CustomEvent('nat-signed-in'))
    })
  }

  /** The sites that whoever is signed in works on: those of their roles, and those that this browser knows. */
  async findSites() {
    const named = Object.keys(connection.session?.roles ?? {}).filter(site => site !== '*')
    /** @type {string[]} */
    const listed = await askQuietly('GET', '/sites').then(sites => sites.map((/** @type {any} */ site) => site.id), () => [])
    this.sites = [...new Set([...listed, ...named, ...preferences.sites, ...connection.session?.roles['*'] ? ['demo'] : []])].filter(site => roleOn(site))
  }

  /** Shows the screen that the address names. */
  async route() {
    if (!connection.session || lacksSomething()) return
    // Whoever goes elsewhere, with the browser's own way back too, has left the dialog.
    document.querySelectorAll('dialog[open]:not(.sign-in)').forEach(open => /** @type {HTMLDialogElement} */ (open).close())
    const [, site = '', name = 'queue', part = 'pending'] = location.hash.split('/').map(decodeURIComponent)
    const wanted = roleOn(site) && site ? site : [preferences.site, ...this.sites].find(one => one && this.sites.includes(one))
    const screen = screens.find(one => one.name === name) ?? screens[0]
    if (!wanted) {
      this.drawTop('', screen)
      fill(this.main, h('p', { class: 'empty' }, say('no-site')))
      return
    }
    if (wanted !== site) {
      location.replace(`#/${encodeURIComponent(wanted)}/${screen.name}/${encodeURIComponent(part)}`)
      return
    }
    if (!this.sites.includes(site)) this.sites.push(site)
    prefer({ site, sites: [...new Set([...preferences.sites, site])] })
    this.drawTop(site, screen)
    this.drawHints(screen.name === 'queue')
    tell('')
    try {
      await Promise.all([import(screen.file), site !== this.site && openSite(site)])
      this.site = site
    } catch {
      tell(say('fault-offline'), { bad: true })
      return
    }
    if (this.screen?.localName !== screen.element) {
      this.screen = document.createElement(screen.element)
      fill(this.main, this.screen)
      this.main.scrollTop = 0
    }
    if ('me' in this.screen) this.screen.me = connection.session.account
    document.title = `${say('screen-' + screen.name)} · ${site} · NatComments`
    await this.screen.start(site, part)
  }

  /** @type {string[]} */ sites = []
  /** The site whose settings are known. */
  site = ''

  /** @param {string} site @param {Screen} current */
  drawTop(site, current) {
    const focused = this.top.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
    const link = (/** @type {Screen} */ screen) => h('a', { href: `#/${encodeURIComponent(site)}/${screen.name}`, 'aria-current': screen === current ? 'page' : null }, say('screen-' + screen.name))
    const pick = choice([...this.sites.map(one => /** @type {[string, string]} */ ([one, one])), ...connection.session?.roles['*'] ? [/** @type {[string, string]} */ (['*', say('another-site')])] : []], site, { 'aria-label': say('site'), onchange: () => this.pickSite(pick.value) })
    fill(this.top,
      h('strong', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '' }), h('span', {}, 'NatComments')), pick,
      h('nav', { 'aria-label': say('screens') }, screens.filter(screen => site && may(site, screen.least) && screen.name !== 'account').map(link)),
      h('div', { class: 'me' },
        languageChoice(), themeChoice(),
        button('?', () => this.help(), { class: 'help', 'aria-label': say('help'), title: say('help') }),
        h('a', { href: `#/${encodeURIComponent(site)}/account`, 'aria-current': current.name === 'account' ? 'page' : null }, h('bdi', {}, connection.session?.publicName ?? '')),
        button(say('sign-out'), () => this.leave(), { class: 'link' })))
    if (focused) [...this.top.querySelectorAll('a')].find(a => a.getAttribute('href') === focused)?.focus()
    this.top.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  /** @param {string} site */
  async pickSite(site) {
    const wanted = site === '*' ? await prompted(say('another-site'), { label: say('site'), ok: say('open'), cancel: say('cancel'), max: 60 }) : site
    if (wanted?.trim()) location.hash = `#/${encodeURIComponent(wanted.trim())}/queue`
    else this.route()
  }

  /** The keys that are wanted most, at the foot of the queues. @param {boolean} wanted */
  drawHints(wanted) {
    const keys = /** @type {[string, string][]} */ ([['j k', 'keys-move'], ['x', 'do-select'], ['s', 'do-soften'], ['w', 'do-author'], ['?', 'help']])
    fill(this.hints, wanted && preferences.shortcuts && keys.map(([key, words]) => h('span', {}, key.split(' ').map(one => h('kbd', {}, one)), say(words))))
  }

  async help() { (await import('./help-dialog.js')).helpDialog() }

  async leave() {
    try {
      const { site } = preferences
      if (site) await askQuietly('DELETE', `/sites/${encodeURIComponent(site)}/presence`).catch(() => null)
      await askQuietly('DELETE', '/session')
    } catch (problem) {
      tell(fault(problem), { bad: true })
      return
    }
    location.hash = ''
    location.reload()
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const command = commandOf(event)
    if (!command) return
    if (command === 'help') this.help()
    else if (command === 'search') location.hash = `#/${encodeURIComponent(preferences.site)}/search`
    else if (!this.screen?.command?.(command)) return
    event.preventDefault()
  }
}
customElements.define('nat-console', Console)
