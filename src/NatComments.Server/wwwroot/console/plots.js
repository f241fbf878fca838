// @ts-check
/** Plots as drawings that also say their numbers: every plot stands beside a table of the same, and pointing at it names them. */
import { fill, h, svg } from './elements.js'
import { count, say } from './words.js'

/**
 * @typedef {'accent' | 'good' | 'warn' | 'bad' | 'plain'} Colour
 * @typedef {{name: string, colour: Colour, values: (number | null)[]}} Series
 * @typedef {{format?: (value: number) => string, most?: number, log?: boolean}} How
 */

// Two plots stand side by side on a desk screen, each scaled to the width there is.
// On the right there is room for half of the last label, "Cum 17:00" in the letters of a phone.
const [width, height, left, right, top, bottom] = [560, 230, 52, 38, 12, 24]
const [across, down] = [width - left - right, height - top - bottom]

// On an axis of times each step is a length that people think in.
const lengths = [1, 10, 60, 600, 3_600, 6 * 3_600, 86_400, 7 * 86_400, 30 * 86_400]

/** Where the lines of an axis stand: five at most, at round numbers. @param {number} most */
const roundTicks = most => {
  const rough = most / 4
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(most > 1 ? 1 : 0, unit * ([1, 2, 5, 10].find(factor => factor * unit >= rough) ?? 10))
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step)
}

/** An axis: its ticks, and where a value stands. @param {Series[]} series @param {How} how */
const axisOf = (series, { most: given, log }) => {
  const values = series.flatMap(one => one.values).filter(value => value !== null)
  const most = given ?? Math.max(1, ...values)
  if (!log) {
    const ticks = most === 1 && given ? [0, 0.25, 0.5, 0.75, 1] : roundTicks(most)
    const end = ticks.at(-1) ?? 1
    return { ticks, y: (/** @type {number} */ value) => top + down - value * down / end }
  }
  const last = Math.max(lengths.findIndex(length => length >= most), 2)
  const first = Math.min(last - 2, Math.max(0, lengths.findLastIndex(length => length <= Math.min(...values))))
  const ticks = lengths.slice(first, last < 0 ? undefined : last + 1)
  const [from, to] = [Math.log(ticks[0]), Math.log(ticks.at(-1) ?? 1)]
  return { ticks, y: (/** @type {number} */ value) => top + down - Math.max(0, Math.log(Math.max(value, 0.1)) - from) * down / (to - from) }
}

/** @param {string} words @param {number} x @param {number} y @param {'start' | 'middle' | 'end'} anchor */
const text = (words, x, y, anchor) => svg('text', { x, y, 'text-anchor': anchor }, words)

/**
 * A drawing with its axes, legend, what is pointed at, and its table.
 * @param {string} title @param {string[]} labels @param {Series[]} series @param {How} how @param {(x: (i: number) => number, y: (value: number) => number) => Node[]} marks
 */
const plot = (title, labels, series, how, marks) => {
  const format = how.format ?? count
  const { ticks, y } = axisOf(series, how)
  const x = (/** @type {number} */ i) => left + (i + 0.5) * across / labels.length
  const rules = ticks.flatMap(tick => [svg('line', { class: 'rule', x1: left, x2: width - right, y1: y(tick), y2: y(tick) }), text(format(tick), left - 7, y(tick) + 4, 'end')])
  const step = Math.max(1, Math.ceil(labels.length / 6))
  const names = labels.flatMap((label, i) => (labels.length - 1 - i) % step === 0 && i >= step / 2 ? [text(label, x(i), height - 5, 'middle')] : [])
  const cross = svg('line', { class: 'cross', y1: top, y2: top + down, x1: 0, x2: 0, visibility: 'hidden' })
  const read = h('p', { class: 'read', 'aria-hidden': 'true' })
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title }, ...rules, ...names, ...marks(x, y), cross)
  const valueOf = (/** @type {number | null} */ value) => value === null ? say('stat-none') : format(value)
  drawing.addEventListener('pointermove', event => {
    const box = drawing.getBoundingClientRect()
    const at = Math.max(0, Math.min(labels.length - 1, Math.floor(((/** @type {PointerEvent} */ (event).clientX - box.left) * width / box.width - left) * labels.length / across)))
    for (const side of ['x1', 'x2']) cross.setAttribute(side, String(x(at)))
    cross.setAttribute('visibility', 'visible')
    fill(read, h('strong', {}, labels[at]), series.map(one => h('span', {}, h('i', { class: 'key ' + one.colour }), `${one.name} ${valueOf(one.values[at])}`)))
  })
  drawing.addEventListener('pointerleave', () => {
    cross.setAttribute('visibility', 'hidden')
    fill(read)
  })
  return h('figure', { class: 'plot panel' }, h('figcaption', {}, title),
    h('div', { class: 'keys-line' }, h('ul', { class: 'legend' }, series.map(one => h('li', {}, h('i', { class: 'key ' + one.colour }), one.name))), read), drawing,
    h('details', {}, h('summary', {}, say('as-table')), h('div', { class: 'wrap', tabindex: 0, role: 'region', 'aria-label': title }, h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, say('when')), series.map(one => h('th', { scope: 'col', class: 'number' }, one.name)))),
      h('tbody', {}, labels.map((label, i) => h('tr', {}, h('th', { scope: 'row' }, label), series.map(one => h('td', { class: 'number' }, valueOf(one.values[i]))))))))))
}

/** Lines over time; where there is nothing to tell, the line has a gap. @param {string} title @param {string[]} labels @param {Series[]} series @param {How} [how] */
export const linePlot = (title, labels, series, how = {}) => plot(title, labels, series, how, (x, y) => series.flatMap(({ colour, values }) => {
  /** @type {string[][]} */ const runs = [[]]
  values.forEach((value, i) => value === null ? runs.push([]) : runs.at(-1)?.push(`${x(i).toFixed(1)},${y(value).toFixed(1)}`))
  return runs.filter(run => run.length > 0).flatMap(run => run.length === 1
    ? [svg('circle', { class: 'dot ' + colour, cx: run[0].split(',')[0], cy: run[0].split(',')[1], r: 2.5 })]
    : [svg('polyline', { class: colour, points: run.join(' ') })])
}))

/** Columns over time, what belongs together on top of each other. @param {string} title @param {string[]} labels @param {Series[]} series */
export const columnPlot = (title, labels, series) => {
  const sums = labels.map((_, i) => series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0))
  const wide = Math.max(1.5, across / labels.length * 0.72)
  return plot(title, labels, series, { most: Math.max(4, ...sums) }, (x, y) => labels.flatMap((_, i) => {
    let below = 0
    return series.flatMap(({ colour, values }) => {
      const value = values[i] ?? 0
      const drawn = svg('rect', { class: colour, x: (x(i) - wide / 2).toFixed(1), width: wide.toFixed(1), y: y(below + value).toFixed(1), height: (y(below) - y(below + value)).toFixed(1) })
      below += value
      return value > 0 ? [drawn] : []
    })
  }))
}

/** Parts of a whole as one bar. @param {{name: string, colour: Colour, value: number}[]} parts */
export const shareBar = parts => {
  const whole = Math.max(1, parts.reduce((sum, part) => sum + part.value, 0))
  return h('div', { class: 'shares', 'aria-hidden': 'true' }, parts.map(part => {
    const piece = h('span', { class: 'key ' + part.colour, title: `${part.name} ${count(part.value)}` })
    piece.style.inlineSize = `${part.value * 100 / whole}%`
    return piece
  }))
}
