// @ts-check
/** <nat-statistics-screen> shows how a site is doing: what came in, what waits, how long it took, and how often decisions held. */
import { ask, path } from './api.js'
import { choice, field, fill, h } from './elements.js'
import { columnPlot, linePlot } from './plots.js'
import { tell } from './announcer.js'
import { ago, count, day, duration, fault, hour, named, percent, say } from './words.js'

/** @typedef {import('./plots.js').Colour} Colour */
/** @typedef {{start: string, counts: Record<string, number>, medianSeconds: number | null, p90Seconds: number | null}} Period */

// What happens a few times a day says little of a day; seven days are told together.
const together = 7

/** How much the first counts have of all of these, over the last days; null while there is nothing to count. @param {string[]} parts @param {string[]} rest */
const shareOf = (parts, rest) => (/** @type {Period} */ _, /** @type {number} */ at, /** @type {Period[]} */ days) => {
  const sum = (/** @type {string[]} */ names) => days.slice(Math.max(0, at + 1 - together), at + 1).reduce((all, { counts }) => all + names.reduce((some, name) => some + (counts[name] ?? 0), 0), 0)
  const [part, whole] = [sum(parts), sum([...parts, ...rest])]
  return whole > 0 ? part / whole : null
}

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
    fill(this, h('div', { class: 'head' }, h('h1', { tabindex: -1 }, say('screen-statistics')), field(say('days'), days)), body)
    await load()
  }

  /** @param {any} stats */
  parts(stats) {
    const share = (/** @type {number | null} */ value) => value === null ? say('stat-none') : percent(value)
    const long = (/** @type {number | null} */ value) => value === null ? say('stat-none') : duration(value)
    const figure = (/** @type {string} */ label, /** @type {string} */ value, /** @type {string | null | undefined | false} */ more = null) => h('div', {}, h('dt', {}, label), h('dd', {}, value, more && h('small', {}, more)))
    return [
      h('h2', { class: 'hidden' }, say('stat-waiting')),
      h('dl', { class: 'figures' }, stats.waiting.map((/** @type {any} */ queue) => figure(named('queue', queue.name), count(queue.count), queue.oldest && `${say('oldest')} ${ago(queue.oldest)}`))),
      h('dl', { class: 'figures' },
        figure(say('stat-median'), long(stats.medianSeconds)), figure(say('stat-p90'), long(stats.p90Seconds)), figure(say('stat-policy'), share(stats.byPolicy)),
        figure(say('stat-overturned'), share(stats.overturned)), figure(say('stat-agreement'), share(stats.agreement))),
      h('div', { class: 'plots' }, this.plots(stats.days, stats.hours)),
      h('section', {}, h('h2', {}, say('stat-moderators')), h('div', { class: 'wrap narrow', tabindex: 0, role: 'region', 'aria-label': say('stat-moderators') }, h('table', {},
        h('thead', {}, h('tr', {}, [say('name'), say('stat-decided'), say('stat-overturned-n'), say('stat-undone')].map((words, i) => h('th', { scope: 'col', class: i > 0 && 'number' }, words)))),
        h('tbody', {}, stats.moderators.map((/** @type {any} */ one) => h('tr', {}, h('td', {}, h('bdi', {}, one.name)), [one.decided, one.overturned, one.undone].map(n => h('td', { class: 'number' }, count(n))))))))),
    ]
  }

  /** @param {Period[]} days @param {Period[]} hours */
  plots(days, hours) {
    const counted = (/** @type {Period[]} */ periods, /** @type {[string, Colour][]} */ names) => names.map(([name, colour]) => ({ name: say('series-' + name), colour, values: periods.map(period => period.counts[name] ?? 0) }))
    const told = (/** @type {string} */ name, /** @type {Colour} */ colour, /** @type {(period: Period, at: number, days: Period[]) => number | null} */ value) => ({ name: say(name), colour, values: days.map(value) })
    const dates = days.map(period => day(period.start))
    return [
      columnPlot(say('stat-inflow'), dates, counted(days, [['policy-published', 'good'], ['held', 'warn'], ['policy-rejected', 'bad']])),
      linePlot(say('stat-people'), dates, counted(days, [['decided', 'accent'], ['held', 'warn'], ['reported', 'plain'], ['appealed', 'bad']])),
      linePlot(say('stat-time'), dates, [told('stat-median-short', 'accent', period => period.medianSeconds), told('stat-p90', 'warn', period => period.p90Seconds)], { format: duration, log: true }),
      linePlot(say('stat-shares'), dates, [
        told('stat-policy', 'accent', shareOf(['policy-published', 'policy-rejected'], ['decided'])),
        told('stat-agreement', 'good', shareOf(['agreed'], ['disagreed'])),
        told('stat-overturned', 'warn', shareOf(['overturned'], ['upheld']))], { format: percent, most: 1 }),
      columnPlot(say('stat-hours'), hours.map(period => hour(period.start)), counted(hours, [['posted', 'accent']])),
      linePlot(say('stat-hours-people'), hours.map(period => hour(period.start)), counted(hours, [['decided', 'accent'], ['held', 'warn']])),
    ]
  }
}
customElements.define('nat-statistics-screen', StatisticsScreen)
