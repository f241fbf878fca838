// @ts-check
/** Plots as drawings that also say their numbers: every plot stands beside a table of the same. */
import { h, svg } from './elements.js'
import { count, say } from './words.js'

// A drawing of 720 by 220 units, half as wide on a phone, which is scaled to the width there is.
const [height, left, bottom] = [220, 44, 22]

/**
 * Lines over time.
 * @param {string} title @param {string[]} labels one for each point @param {{name: string, values: number[]}[]} series at most five
 */
export const linePlot = (title, labels, series) => {
  const width = matchMedia('(max-width:48rem)').matches ? 360 : 720
  const most = Math.max(1, ...series.flatMap(one => one.values))
  const x = (/** @type {number} */ i) => left + i * (width - left - 8) / Math.max(1, labels.length - 1)
  const y = (/** @type {number} */ value) => height - bottom - value * (height - bottom - 10) / most
  const text = (/** @type {string} */ words, /** @type {number} */ at, /** @type {number} */ level, /** @type {string} */ anchor) => svg('text', { x: at, y: level, 'text-anchor': anchor }, words)
  const rules = [0, 0.5, 1].flatMap(share => [
    svg('line', { class: 'rule', x1: left, x2: width - 8, y1: y(most * share), y2: y(most * share) }),
    text(count(Math.round(most * share)), left - 6, y(most * share) + 4, 'end')])
  const lines = series.map((one, i) => svg('polyline', { class: 'series-' + i, points: one.values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ') }))
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title }, ...rules, ...lines,
    text(labels[0] ?? '', left, height - 4, 'start'), text(labels.at(-1) ?? '', width - 8, height - 4, 'end'))
  return h('figure', { class: 'plot' }, h('figcaption', {}, title), drawing,
    h('ul', { class: 'legend' }, series.map((one, i) => h('li', { class: 'series-' + i }, one.name))),
    h('details', {}, h('summary', {}, say('as-table')), h('div', { class: 'wrap', tabindex: 0, role: 'region', 'aria-label': title }, h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, say('when')), series.map(one => h('th', { scope: 'col', class: 'number' }, one.name)))),
      h('tbody', {}, labels.map((label, i) => h('tr', {}, h('th', { scope: 'row' }, label), series.map(one => h('td', { class: 'number' }, count(one.values[i]))))))))))
}
