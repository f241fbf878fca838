// @ts-check
/** What a person has chosen on this device. It stays in this browser and says nothing of comments. */

const key = 'natcomments-console'

/** @typedef {{lang: string, theme: 'auto' | 'light' | 'dark', soften: 'site' | 'yes' | 'no', shortcuts: boolean, site: string, sites: string[]}} Preferences */

/** @returns {Preferences} */
const read = () => {
  const lang = navigator.languages.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => ['en', 'tr', 'ku'].includes(tag)) ?? 'en'
  const standard = { lang, theme: /** @type {const} */ ('auto'), soften: /** @type {const} */ ('site'), shortcuts: true, site: '', sites: [] }
  try {
    return { ...standard, ...JSON.parse(localStorage.getItem(key) ?? '{}') }
  } catch { return standard }
}

export const preferences = read()

/** Keeps a choice. Where storage is refused it lasts as long as the page. @param {Partial<Preferences>} change */
export const prefer = change => {
  Object.assign(preferences, change)
  try { localStorage.setItem(key, JSON.stringify(preferences)) } catch { /* Storage is refused here. */ }
  dispatchEvent(new CustomEvent('nat-preferences'))
}
