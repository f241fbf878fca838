// @ts-check
/** What is set for the site that is open, as every screen needs it: the reasons for rejecting, and whether slurs are softened. */
import { askQuietly, path } from './api.js'
import { preferences } from './preferences.js'
import { nameReasons } from './words.js'

/** @type {{reasons: string[], softenSlurs: boolean}} */
const open = { reasons: ['spam', 'insult', 'hate', 'threat', 'obscene', 'doxxing', 'off-topic', 'legal', 'other'], softenSlurs: true }

/** Takes over what the server says of a site's settings. @param {{settings: any, shippedReasons: string[]}} reply */
export const takeSettings = ({ settings, shippedReasons }) => {
  open.reasons = [...shippedReasons, ...settings.reasons.map((/** @type {any} */ reason) => reason.code)]
  open.softenSlurs = settings.softenSlurs
  nameReasons(settings.reasons)
}

/** Looks up what is set for a site; what cannot be looked up stays as it was. @param {string} site */
export const openSite = site => askQuietly('GET', path(site, ['/settings'])).then(takeSettings, () => {})

/** The codes with which a comment can be rejected here. */
export const rejections = () => open.reasons

/** Whether slurs are softened: as whoever is at the console has chosen, else as the site is set. */
export const softens = () => preferences.soften === 'site' ? open.softenSlurs : preferences.soften !== 'no'
