// @ts-check
/** The part of the settings with word lists: entries with how often each was found, editing, trying out, import and export. */
import { api, ask, may, path } from './api.js'
import { button, choice, dialog, field, fill, h, prompted } from './elements.js'
import { previewTable } from './settings-screen.js'
import { tell } from './announcer.js'
import { count, fault, named, say } from './words.js'

/** @param {string} site @param {HTMLElement} part where it is drawn */
export const wordListsPart = async (site, part) => {
  const edits = may(site, 'editor')
  const run = async (/** @type {() => Promise<any>} */ what, /** @type {string} */ words) => {
    try {
      await what()
      await draw()
      tell(words)
      return true
    } catch (/** @type {any} */ problem) {
      tell(fault(problem) + (problem.detail ? ` (${problem.detail})` : ''), { bad: true })
      return false
    }
  }

  const draw = async () => {
    const lists = await ask('GET', path(site, ['/word-lists']))
    fill(part, h('h2', {}, say('word-lists')), h('p', { class: 'dim' }, say('list-text')), h('ul', {}, lists.map(item)), edits && addForm())
  }

  const item = (/** @type {any} */ list) => {
    const body = h('div', { class: 'wrap', tabindex: 0, role: 'region', 'aria-label': list.name })
    const details = h('details', { ontoggle: async () => {
      if (!details.open || body.children.length > 0) return
      const { entries } = await ask('GET', path(site, ['/word-lists/', ''], list.name)).catch(() => ({ entries: [] }))
      fill(body, h('table', {}, h('thead', {}, h('tr', {}, ['entry', 'action', 'list-judges', 'hits'].map(key => h('th', { scope: 'col' }, say(key))))),
        h('tbody', {}, entries.map((/** @type {any} */ entry) => h('tr', {}, h('td', {}, h('bdi', {}, entry.entry)), h('td', {}, named('outcome', entry.action)), h('td', {}, judged(entry.languages)), h('td', { class: 'number' }, count(entry.hits)))))))
    } }, h('summary', {}, h('bdi', {}, list.name), ' ', h('small', {}, say('list-entries', { n: list.entries }), ' · ', say(`list-language-${list.language || 'none'}`))),
    h('div', { class: 'row' },
      h('a', { href: `${api}${path(site, ['/word-lists/', '/text'], list.name)}`, download: '' }, say('export')),
      edits && button(say('list-edit'), () => edit(list.name)),
      edits && button(say('remove'), async () => {
        if (await prompted(say('confirm'), { text: say('list-remove-sure', { name: list.name }), ok: say('remove'), cancel: say('cancel') }) !== null) run(() => ask('DELETE', path(site, ['/word-lists/', ''], list.name)), say('saved'))
      }, { 'aria-label': say('remove-named', { name: list.name }) })), body)
    return h('li', {}, details)
  }

  const judged = (/** @type {string[]} */ languages) =>
    languages.length === 0 || languages[0] === '*' ? say('list-every-text') : languages.map(code => say(`list-language-${code}`)).join(', ')

  const addForm = () => {
    const language = choice([['', say('list-language-none')], ['en', 'English'], ['tr', 'Türkçe'], ['ku', 'Kurdî']], '', { name: 'list-language' })
    const name = h('input', { required: true, maxlength: 60, name: 'list-name' })
    const starter = choice([['', '–'], ['en', 'English'], ['tr', 'Türkçe'], ['ku', 'Kurdî']], '', { name: 'list-starter' })
    return h('form', {
      class: 'inline',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        if (starter.value) run(() => ask('PUT', path(site, ['/word-lists/', ''], name.value.trim()), { starter: starter.value }), say('saved'))
        else edit(name.value.trim(), `[language${language.value && ` ${language.value}`}]\n[hold]\n`)
      },
    }, field(say('list-name'), name), field(say('list-starter'), starter), field(say('list-language'), language), h('button', {}, say('list-add')))
  }

  const edit = async (/** @type {string} */ name, /** @type {string | null} */ text = null) => {
    const shown = text ?? await ask('GET', path(site, ['/word-lists/', '/text'], name)).catch(problem => {
      tell(fault(problem), { bad: true })
      return null
    })
    if (shown === null) return
    const area = h('textarea', { rows: 14, dir: 'auto', class: 'mono', spellcheck: 'false' })
    area.value = shown
    const tried = h('div', { 'aria-live': 'polite' })
    const wrong = h('p', { class: 'fault', role: 'alert' })
    const file = h('input', { type: 'file', accept: '.txt,text/plain', onchange: async () => { if (file.files?.[0]) area.value = await file.files[0].text() } })
    const warned = h('div', { class: 'warnings', 'aria-live': 'polite' })
    // The text that was warned of: who saves it unchanged has seen what it would find.
    let seen = ''
    const check = async () => {
      const { warnings } = await ask('POST', path(site, ['/word-lists/', '/check'], name), { text: area.value })
      const isNew = warnings.length > 0 && seen !== area.value
      seen = area.value
      fill(warned, warnings.length > 0 && h('p', { class: 'fault' }, say('list-warning')), h('ul', {}, warnings.map((/** @type {any} */ warning) => h('li', {},
        h('bdi', {}, warning.entry), ` (${say(`list-language-${warning.language}`)}): `, h('bdi', {}, warning.words.join(', ') + (warning.count > warning.words.length ? ' …' : ''))))))
      return isNew
    }
    const tryOut = () => ask('POST', path(site, ['/settings/preview']), { words: area.value }).then(preview => fill(tried, previewTable(preview)), problem => { wrong.textContent = fault(problem) })
    const box = dialog(name, [h('form', {
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault()
        // What cannot be checked is refused below, with its words.
        if (await check().catch(() => false)) return
        if (await run(() => ask('PUT', path(site, ['/word-lists/', ''], name), { text: area.value }), say('saved'))) box.close()
        else wrong.textContent = document.querySelector('nat-announcer')?.textContent ?? ''
      },
    }, field(say('text'), area, say('list-notation')), field(say('import'), file), wrong, warned, tried,
    h('div', { class: 'row' }, h('button', { class: 'main' }, say('save')), button(say('settings-preview'), tryOut), button(say('cancel'), () => box.close())))], { class: 'wide' })
    area.focus()
  }

  await draw()
}
