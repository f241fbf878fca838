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
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    run(() => ask('POST', path(site, ['/views']), { name: name.value.trim(), articles: lines(articles.value), authors: lines(authors.value) }))
  }
  const box = dialog(say('view-new'), [
    h('form', { onsubmit: submit }, h('p', {}, say('view-text')), field(say('name'), name), field(say('articles'), articles, say('one-a-line')), field(say('author-ids'), authors, say('one-a-line')), wrong,
      h('div', { class: 'row' }, h('button', { class: 'main' }, say('save')), button(say('close'), () => box.close()))),
    views.length > 0 && h('section', {}, h('h3', {}, say('views')), h('ul', {}, views.map(view => h('li', {}, h('bdi', {}, view.name), ' ',
      button(say('remove'), () => run(() => ask('DELETE', path(site, ['/views/', ''], view.id))), { class: 'link', 'aria-label': say('remove-named', { name: view.name }) }))))),
  ])
  name.focus()
}
