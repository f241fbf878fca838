// @ts-check
/** The dialog in which a view is saved: a queue over chosen articles and authors (a watch list). */
import { ask, path } from './api.js'
import { button, dialog, field, h } from './elements.js'
import { fault, say } from './words.js'

/** @param {string} text */
const lines = text => text.split('\n').map(line => line.trim()).filter(Boolean)

/** @param {string} site @param {any[]} views @param {import('./entry.js').Queued | null} about what is open: a view can begin with it @param {() => void} onSaved */
export const viewDialog = (site, views, about, onSaved) => {
  const wrong = h('p', { class: 'fault', role: 'alert' })
  const name = h('input', { required: true, maxlength: 100 })
  const articles = h('textarea', { rows: 3 }, about?.article ?? '')
  const authors = h('textarea', { rows: 3 })
  const run = async (/** @type {() => Promise<any>} */ what) => {
    try {
      await what()
      onSaved()
      box.close()
    } catch (problem) { wrong.textContent = fault(problem) }
  }
  /** The view that is being changed; null: a new one. @type {any} */
  let changed = null
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    const view = { name: name.value.trim(), articles: lines(articles.value), authors: lines(authors.value) }
    run(() => changed ? ask('PUT', path(site, ['/views/', ''], changed.id), view) : ask('POST', path(site, ['/views']), view))
  }
  const change = (/** @type {any} */ view) => {
    changed = view
    name.value = view.name
    articles.value = view.articles.join('\n')
    authors.value = view.authors.join('\n')
    const heading = box.querySelector('h2')
    if (heading) heading.textContent = say('view-change')
    name.focus()
  }
  const box = dialog(say('view-new'), [
    h('form', { onsubmit: submit }, h('p', { class: 'dim' }, say('view-text')), field(say('name'), name), field(say('articles'), articles, say('one-a-line')), field(say('author-ids'), authors, say('one-a-line')), wrong,
      h('div', { class: 'row' }, h('button', { class: 'main' }, say('save')), button(say('close'), () => box.close()))),
    views.length > 0 && h('section', {}, h('h3', {}, say('views')), h('ul', {}, views.map(view => h('li', {}, h('bdi', {}, view.name), ' ',
      button(say('list-edit'), () => change(view), { class: 'link', 'aria-label': say('change-named', { name: view.name }) }), ' ',
      button(say('remove'), () => run(() => ask('DELETE', path(site, ['/views/', ''], view.id))), { class: 'link', 'aria-label': say('remove-named', { name: view.name }) }))))),
  ])
  name.focus()
}
