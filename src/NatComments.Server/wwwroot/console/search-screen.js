// @ts-check
/** <nat-search-screen> finds comments by words, author, article, status and time, whatever became of them, and shows one in full beside the list. */
import { ask, path } from './api.js'
import { button, choice, field, fill, h } from './elements.js'
import './comment-view.js'
import { authorDialog } from './author-dialog.js'
import { isSevere, newEntry } from './entry.js'
import { softens } from './site.js'
import { tell } from './announcer.js'
import { count, fault, named, say, time } from './words.js'

const statuses = ['pending', 'published', 'rejected', 'withdrawn']

class SearchScreen extends HTMLElement {
  site = ''
  q = h('input', { type: 'search', name: 'q', maxlength: 500, autocomplete: 'off' })
  author = h('input', { name: 'author', maxlength: 100, autocomplete: 'off' })
  article = h('input', { name: 'article', maxlength: 300, autocomplete: 'off' })
  from = h('input', { name: 'from', type: 'date' })
  to = h('input', { name: 'to', type: 'date' })
  list = h('ol', { class: 'found' })
  more = h('div', { class: 'more' })
  beside = h('div', { class: 'beside' })
  view = /** @type {import('./comment-view.js').CommentView} */ (document.createElement('nat-comment-view'))

  /** @param {string} site */
  async start(site) {
    this.site = site
    this.className = 'page'
    this.status = choice([['', say('any')], ...statuses.map(code => /** @type {[string, string]} */ ([code, named('status', code)]))], '', { name: 'status' })
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.find(null)
    }
    this.view.addEventListener('nat-author', event => authorDialog(this.site, /** @type {any} */ (event).detail.author, () => {}))
    fill(this.list)
    fill(this.more, h('p', { class: 'empty' }, say('search-start')))
    fill(this, h('h1', { tabindex: -1 }, say('screen-search')),
      h('form', { class: 'inline', role: 'search', onsubmit: submit }, field(say('query'), this.q), field(say('article'), this.article), field(say('author-id'), this.author), field(say('status'), this.status),
        field(say('from'), this.from), field(say('to'), this.to), h('button', { class: 'main' }, say('search'))),
      h('p', { class: 'dim' }, say('search-hint')), this.beside)
    fill(this.beside, h('div', {}, this.list, this.more), this.view)
    this.view.hidden = true
    this.q.focus()
  }

  /** @param {string | null} after */
  async find(after) {
    const query = new URLSearchParams()
    const wanted = { q: this.q.value.trim(), author: this.author.value.trim(), article: this.article.value.trim(), status: this.status?.value ?? '' }
    for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, value)
    if (this.from.value) query.set('from', this.from.value + 'T00:00:00Z')
    if (this.to.value) query.set('to', this.to.value + 'T23:59:59Z')
    if (after) query.set('after', after)
    try {
      const page = await ask('GET', path(this.site, ['/comments?']) + query)
      if (!after) fill(this.list)
      this.list.append(...page.comments.map((/** @type {any} */ comment) => this.row(comment)))
      fill(this.more, page.next ? button(say('load-more'), () => this.find(page.next)) : this.list.children.length === 0 && h('p', { class: 'empty' }, say('none-found')))
      tell(this.list.children.length > 0 ? say('search-found', { n: this.list.children.length }) + (page.next ? ' +' : '') : say('none-found'))
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  /** @param {any} comment */
  row(comment) {
    const hidden = softens() && isSevere({ verdict: { categories: comment.categories ?? {} } }) ? 'covered' : comment.status !== 'published' ? 'not-public' : ''
    return h('li', {}, h('button', { type: 'button', class: 'opener', onclick: (/** @type {any} */ event) => this.open(comment, event.currentTarget) },
      h('span', { class: 'line' }, h('bdi', { class: 'name' }, comment.author.name || say('nameless')), time(comment.postedAt)),
      h('span', { class: 'snippet', dir: 'auto' }, hidden ? say(hidden, { n: count([...comment.text].length) }) : comment.text),
      h('span', { class: 'line tags' }, h('span', { class: 'tag status ' + comment.status }, named('status', comment.status)), h('span', { class: 'article' }, h('bdi', {}, comment.article)))))
  }

  /** @param {any} comment @param {HTMLElement} opener */
  async open(comment, opener) {
    this.list.querySelector('[aria-current]')?.removeAttribute('aria-current')
    opener.setAttribute('aria-current', 'true')
    const entry = newEntry({ entry: '', article: comment.article, queue: '', why: '', priority: 0, since: comment.postedAt, reports: 0, verdict: null, claimedBy: null, comment: { ...comment, parentId: null } })
    try {
      entry.whole = await ask('GET', path(this.site, ['/comments/', '?article=', ''], comment.id, comment.article))
      this.view.hidden = false
      this.view.show(this.site, entry)
      // On a phone it opens below its row, so that the way back to the list is short.
      const below = matchMedia('(max-width:48rem)').matches ? opener.parentElement : null
      ;(below ?? this.beside).append(this.view)
      if (below) opener.scrollIntoView({ block: 'start' })
    } catch (problem) { tell(fault(problem), { bad: true }) }
  }

  /** @param {string} name */
  command(name) {
    const openers = [...this.list.querySelectorAll('button')]
    const at = openers.findIndex(opener => opener.getAttribute('aria-current'))
    const next = name === 'next' ? openers[at + 1] : name === 'previous' ? openers[at - 1] : null
    if (name === 'soften') this.view.toggle()
    else if (!next) return false
    next?.focus()
    next?.click()
    return true
  }
}
customElements.define('nat-search-screen', SearchScreen)
