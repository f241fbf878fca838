// @ts-check
/** Every word and time that the console shows, in the language that was chosen. */

/** @type {Record<string, any>} */
let messages = {}
// Browsers know no numbers of Kurmanji; it writes them as Turkish does.
const numbersOf = (/** @type {string} */ lang) => lang === 'ku' ? 'tr' : lang

// Making a formatter costs more than a row of the list; they are made once for each language.
const formatsOf = (/** @type {string} */ lang) => ({
  plural: new Intl.PluralRules(lang), relative: new Intl.RelativeTimeFormat(lang, { style: 'short' }), date: new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }),
  percent: new Intl.NumberFormat(numbersOf(lang), { style: 'percent' }), day: new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', timeZone: 'UTC' }), hour: new Intl.DateTimeFormat(lang, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), number: new Intl.NumberFormat(numbersOf(lang)), decimal: new Intl.NumberFormat(numbersOf(lang), { maximumFractionDigits: 6, useGrouping: false }),
})
let formats = formatsOf('en')

/** Loads a language. @param {string} lang */
export const speak = async lang => {
  const english = (await import('./messages.en.js')).default
  messages = lang === 'en' ? english : { ...english, ...(await import(`./messages.${lang}.js`)).default }
  formats = formatsOf(lang)
  document.documentElement.lang = lang
}

/** The words of a key; {name} is filled in, and the form for {n} is taken. @param {string} key @param {Record<string, any>} [values] @returns {string} */
export const say = (key, values = {}) => {
  let text = messages[key] ?? key
  if (typeof text === 'object') text = text[formats.plural.select(Number(values.n))] ?? text.other
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name] ?? ''))
}

/** @type {Map<string, Record<string, string>>} */
let ownReasons = new Map()

/** Takes over what the reasons of the open site's own are called. @param {{code: string, names: Record<string, string>}[]} reasons */
export const nameReasons = reasons => { ownReasons = new Map(reasons.map(({ code, names }) => [code, names])) }

/** What a reason of the site's own is called: in this language, else in English, else in any. @param {string} code */
const ownName = code => {
  const names = ownReasons.get(code)
  return names && (names[document.documentElement.lang] ?? names.en ?? Object.values(names)[0])
}

/** The words of a code of a family (`reason`, `status`, `why`, …); a code that nobody has named speaks for itself. @param {string} family @param {string} code @returns {string} */
export const named = (family, code) => family === 'reason' && ownName(code) || (messages[`${family}-${code}`] ?? (family === 'why' && named('reason', code) || code))

/** What went wrong, for a person. @param {any} problem */
export const fault = problem => messages['fault-' + problem.code] ?? problem.title ?? say('fault-other')

const units = /** @type {const} */ ([['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3_600], ['minute', 60]])

/** How long ago. @param {string} iso */
export const ago = iso => {
  const seconds = (Date.now() - Date.parse(iso)) / 1000
  const unit = units.find(([, length]) => seconds >= length)
  if (!unit) return say('now')
  const n = Math.floor(seconds / unit[1])
  return messages['ago-' + unit[0]] ? say('ago-' + unit[0], { n }) : formats.relative.format(-n, unit[0])
}

/** When exactly. @param {string} iso */
export const exact = iso => {
  const at = new Date(iso)
  return messages.months
    ? `${at.getDate()} ${messages.months[at.getMonth()]} ${at.getFullYear()}, ${at.toTimeString().slice(0, 5)}`
    : formats.date.format(at)
}

/** Who has decided what, and when: with the time alone when it was today. @param {{by: string, at: string, outcome: string, reason: string} | null | undefined} decision */
export const decided = decision => {
  if (!decision) return null
  const at = new Date(decision.at)
  const isToday = at.toDateString() === new Date().toDateString()
  return say('decided-' + decision.outcome, { by: decision.by, at: isToday ? at.toTimeString().slice(0, 5) : exact(decision.at), reason: named('reason', decision.reason) })
}

/** A day in short. @param {string} date as 2026-03-01 */
export const day = date => {
  const at = new Date(date)
  return messages.months ? `${at.getUTCDate()} ${messages.months[at.getUTCMonth()].slice(0, 3)}` : formats.day.format(at)
}

/** An hour with its day of the week. @param {string} iso */
export const hour = iso => messages.weekdays ? `${messages.weekdays[new Date(iso).getDay()].slice(0, 3)} ${new Date(iso).toTimeString().slice(0, 5)}` : formats.hour.format(new Date(iso))

/** A time as an element: how long ago, and when exactly on pointing at it. @param {string} iso */
export const time = iso => {
  const element = document.createElement('time')
  element.dateTime = iso
  element.title = exact(iso)
  element.textContent = ago(iso)
  return element
}

/** A share of 1 in hundredths. @param {number} share */
export const percent = share => formats.percent.format(share)

/** A number with its groups. @param {number} n */
export const count = n => formats.number.format(n)

/** A number to be typed over, with the sign that the language sets before its fraction. @param {number} n */
export const decimal = n => formats.decimal.format(n)

/** The number that somebody typed, with a point or a comma; NaN for none. @param {string} text */
export const readDecimal = text => Number(text.trim().replace(',', '.') || NaN)

/** A length of time. @param {number} seconds */
export const duration = seconds => {
  const unit = units.find(([, length]) => seconds >= length)
  return unit ? say('lasts-' + unit[0], { n: count(Math.round(seconds / unit[1] * 10) / 10) }) : say('lasts-second', { n: count(Math.round(seconds)) })
}
