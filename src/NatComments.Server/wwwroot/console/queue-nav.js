// @ts-check
/**
 * <nat-queue-nav> shows the queues with their lengths, saved views, who else is at work, and a gentle count of what was hard to read.
 * `show({...})` sets it. Event: nat-new-view.
 */
import { may } from './api.js'
import { button, fill, h } from './elements.js'
import { count, named, say, time } from './words.js'

export const mainQueues = ['pending', 'reported', 'appealed', 'escalated']

/** @typedef {{site: string, queue: string, views: any[], lengths: Map<string, any>, present: any[], severeSeen: number}} Shown */

/** What a queue or view is called. @param {string} queue @param {any[]} views */
export const queueName = (queue, views) => views.find(view => view.id === queue)?.name ?? named('queue', queue)

/** The address of a queue. @param {string} site @param {string} queue */
export const queueAddress = (site, queue) => `#/${encodeURIComponent(site)}/queue/${encodeURIComponent(queue)}`

class QueueNav extends HTMLElement {
  nav = h('nav', { class: 'queues' })

  connectedCallback() {
    this.nav.setAttribute('aria-label', say('queues'))
    if (!this.nav.isConnected) this.replaceChildren(this.nav)
  }

  /** @param {Shown} now */
  show({ site, queue, views, lengths, present, severeSeen }) {
    const link = (/** @type {string} */ name) => {
      const length = lengths.get(name)
      return h('li', {}, h('a', { href: queueAddress(site, name), 'aria-current': name === queue ? 'page' : null },
        h('span', {}, queueName(name, views)), length && h('span', { class: length.count > 0 ? 'number' : 'number none' }, count(length.count)),
        length?.oldest && h('small', {}, say('oldest'), ' ', time(length.oldest))))
    }
    const focused = this.nav.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
    fill(this.nav,
      h('h2', {}, say('queues')), h('ul', {}, mainQueues.map(link)),
      h('h2', {}, say('views')), views.length > 0 && h('ul', {}, views.map(view => link(view.id))),
      may(site, 'moderator') && button(say('view-new'), () => this.dispatchEvent(new CustomEvent('nat-new-view')), { class: 'link' }),
      h('h2', {}, say('at-work')),
      present.length > 0
        ? h('ul', { class: 'people' }, present.map(person => h('li', {}, h('bdi', {}, person.name), person.queue && h('small', {}, queueName(person.queue, views)))))
        : h('p', { class: 'dim' }, say('alone')),
      severeSeen > 0 && h('p', { class: 'dim gentle' }, say('severe-seen', { n: count(severeSeen) })))
    if (focused) [...this.nav.querySelectorAll('a')].find(a => a.getAttribute('href') === focused)?.focus()
  }
}
customElements.define('nat-queue-nav', QueueNav)

export { QueueNav }
