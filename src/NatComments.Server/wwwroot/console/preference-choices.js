// @ts-check
/** The choices of language and theme, which stand at the top of a desk screen and on the page of one's account. */
import { choice } from './elements.js'
import { prefer, preferences } from './preferences.js'
import { say } from './words.js'

// Each language is called by itself in its own words.
const languages = /** @type {[string, string][]} */ ([['en', 'English'], ['tr', 'Türkçe'], ['ku', 'Kurdî']])

export const languageChoice = () => choice(languages, preferences.lang, {
  'aria-label': say('language'),
  onchange: (/** @type {any} */ event) => {
    prefer({ lang: event.target.value })
    location.reload()
  },
})

export const themeChoice = () => choice([['auto', say('theme-auto')], ['light', say('theme-light')], ['dark', say('theme-dark')]], preferences.theme, {
  'aria-label': say('theme'), onchange: (/** @type {any} */ event) => prefer({ theme: event.target.value }),
})
