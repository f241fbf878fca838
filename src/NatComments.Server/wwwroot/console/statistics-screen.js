// @ts-check
/** <nat-statistics-screen> shows how a site is doing: what came in, what waits, how long it took, and how often decisions held. */
import { ask, path } from './api.js'
import { choice, field, fill, h } from './elements.js'
import { linePlot } from './plots.js'
import { tell } from './announcer.js'
import { count, duration, fault, named, percent, say } from './words.js'

const daily = ['posted', 'held', 'decided', 'policy-published', 'policy-rejected']
const hourly = ['posted', 'held', 'decided']

class StatisticsScreen extends HTMLElement {
  /** @param {string} site */
  async start(site) {
    this.className = 'page'
    const body = h('div', {})
    const load = async () => {
      try {
        fill(body, this.parts(await ask('GET', path(site, ['/statistics?days=', ''], days.value))))
      } catch (problem) { tell(fault(problem), { bad: true }) }
    }
    const days = choice(['7', '30', '90'].map(n => /** @type {[string, string]} */ ([n, say('n-days', { n: Number(n) })])), '30', { onchange: load, name: 'days' })
    fill(this, h('h1', { tabindex: -1 }, say('screen-statistics')), field(say('days'), days), body)
    await load()
  }

  /** @param {any} stats */
  parts(stats) {
    const share = (/** @type {number | null} */ value) => value === null ? say('stat-none') : percent(value)
    const long = (/** @type {number | null} */ value) => value === null ? say('stat-none') : duration(value)
    const figure = (/** @type {string} */ label, /** @type {string} */ value) => h('div', {}, h('dt', {}, label), h('dd', {}, value))
    const series = (/** @type {any[]} */ periods, /** @type {string[]} */ names) => names.map(name => ({ name: say('series-' + name), values: periods.map(period => period.counts[name] ?? 0) }))
    return [
      h('dl', { class: 'figures' },
        stats.waiting.map((/** @type {any} */ queue) => figure(named('queue', queue.name), count(queue.count))),
        figure(say('stat-median'), long(stats.medianSeconds)), figure(say('stat-p90'), long(stats.p90Seconds)), figure(say('stat-policy'), share(stats.byPolicy)),
        figure(say('stat-overturned'), share(stats.overturned)), figure(say('stat-agreement'), share(stats.agreement))),
      h('section', {}, linePlot(say('stat-inflow'), stats.days.map((/** @type {any} */ day) => day.start), series(stats.days, daily))),
      h('section', {}, linePlot(say('stat-hours'), stats.hours.map((/** @type {any} */ hour) => hour.start.slice(5, 16).replace('T', ' ')), series(stats.hours, hourly))),
      h('section', {}, h('h2', {}, say('stat-moderators')), h('div', { class: 'wrap', tabindex: 0, role: 'region', 'aria-label': say('stat-moderators') }, h('table', {},
        h('thead', {}, h('tr', {}, [say('name'), say('stat-decided'), say('stat-overturned-n'), say('stat-undone')].map((words, i) => h('th', { scope: 'col', class: i > 0 && 'number' }, words)))),
        h('tbody', {}, stats.moderators.map((/** @type {any} */ one) => h('tr', {}, h('td', {}, h('bdi', {}, one.name)), [one.decided, one.overturned, one.undone].map(n => h('td', { class: 'number' }, count(n)))))))))]
  }
}
customElements.define('nat-statistics-screen', StatisticsScreen)
