// @ts-check
/** The part of the settings with word lists: entries with how often each was found, editing, trying out, import and export. */
import { ask, may, path } from './api.js'
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
      fill(body, h('table', {}, h('thead', {}, h('tr', {}, ['entry', 'action', 'hits'].map(key => h('th', { scope: 'col' }, say(key))))),
        h('tbody', {}, entries.map((/** @type {any} */ entry) => h('tr', {}, h('td', {}, h('bdi', {}, entry.entry)), h('td', {}, named('outcome', entry.action)), h('td', { class: 'number' }, count(entry.hits)))))))
    } }, h('summary', {}, h('bdi', {}, list.name), ' ', h('small', {}, say('list-entries', { n: list.entries }))),
    h('div', { class: 'row' },
      h('a', { href: `/api/v1${path(site, ['/word-lists/', '/text'], list.name)}`, download: '' }, say('export')),
      edits && button(say('list-edit'), () => edit(list.name)),
      edits && button(say('remove'), async () => {
        if (await prompted(say('confirm'), { text: say('list-remove-sure', { name: list.name }), ok: say('remove'), cancel: say('cancel') }) !== null) run(() => ask('DELETE', path(site, ['/word-lists/', ''], list.name)), say('saved'))
      }, { 'aria-label': say('remove-named', { name: list.name }) })), body)
    return h('li', {}, details)
  }

  const addForm = () => {
    const name = h('input', { required: true, maxlength: 60, name: 'list-name' })
    const starter = choice([['', '–'], ['en', 'English'], ['tr', 'Türkçe'], ['ku', 'Kurdî']], '', { name: 'list-starter' })
    return h('form', {
      class: 'inline',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        if (starter.value) run(() => ask('PUT', path(site, ['/word-lists/', ''], name.value.trim()), { starter: starter.value }), say('saved'))
        else edit(name.value.trim(), '[hold]\n')
      },
    }, field(say('list-name'), name), field(say('list-starter'), starter), h('button', {}, say('list-add')))
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
    const tryOut = () => ask('POST', path(site, ['/settings/preview']), { words: area.value }).then(preview => fill(tried, previewTable(preview)), problem => { wrong.textContent = fault(problem) })
    const box = dialog(name, [h('form', {
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault()
        if (await run(() => ask('PUT', path(site, ['/word-lists/', ''], name), { text: area.value }), say('saved'))) box.close()
        else wrong.textContent = document.querySelector('nat-announcer')?.textContent ?? ''
      },
    }, field(say('text'), area, say('list-notation')), field(say('import'), file), wrong, tried,
    h('div', { class: 'row' }, h('button', { class: 'main' }, say('save')), button(say('settings-preview'), tryOut), button(say('cancel'), () => box.close())))], { class: 'wide' })
    area.focus()
  }

  await draw()
}
