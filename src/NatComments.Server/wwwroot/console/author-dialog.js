// @ts-check
/** The dialog about an author: what they wrote and what became of it, sanctions, notes; and what can be done about them. */
import { ask, may, path } from './api.js'
import { button, choice, dialog, field, fill, h } from './elements.js'
import { noteView, quoted, recordOf } from './comment-view.js'
import { rejections } from './site.js'
import { tell } from './announcer.js'
import { exact, fault, named, say, time } from './words.js'

// The lengths that moderators choose from; an editor may also choose "for good".
const lengths = ['1', '7', '30', '90']

// What only an editor gives: longer than the season that a moderator may.
const editorsLengths = ['365']

/** @param {string} site @param {string} id @param {() => void} onDecided called when comments of the author were decided on */
export const authorDialog = async (site, id, onDecided) => {
  const body = h('div', { class: 'author-record' }, h('p', { role: 'status' }, say('loading')))
  const box = dialog(say('author'), [body, h('div', { class: 'row' }, button(say('close'), () => box.close()))], { class: 'wide' })
  const load = async () => {
    try {
      show(await ask('GET', path(site, ['/authors/', ''], id)))
    } catch (problem) { fill(body, h('p', { class: 'fault', role: 'alert' }, fault(problem))) }
  }
  const act = async (/** @type {() => Promise<any>} */ what, /** @type {(result: any) => string} */ words) => {
    try {
      const result = await what()
      await load()
      tell(words(result))
    } catch (problem) { wrong.textContent = fault(problem) }
  }
  const wrong = h('p', { class: 'fault', role: 'alert' })

  const show = (/** @type {any} */ author) => fill(body,
    h('h3', {}, h('bdi', {}, author.name ?? say('nameless')), ' ', h('span', { class: 'tag' }, named('standing', author.standing))),
    recordOf(author), h('p', { class: 'dim' }, author.since && [say('since', { date: exact(author.since) }), ' · '],
      say('reporter-record', { right: author.reports.right, wrong: author.reports.wrong })),
    wrong,
    author.sanctions.length > 0 && h('section', {}, h('h4', {}, say('sanctions')), h('ul', {}, author.sanctions.map(sanction))),
    may(site, 'moderator') && [sanctionForm(), waitingForm(), noteForm(), watchForm(author.name ?? id)],
    author.notes.length > 0 && h('section', {}, h('h4', {}, say('notes', { n: author.notes.length })), author.notes.map(noteView)),
    h('section', {}, h('h4', {}, say('comments')), h('ol', { class: 'authored' }, author.comments.map(comment)), author.comments.length === 0 && h('p', { class: 'dim' }, say('none-found'))))

  const comment = (/** @type {any} */ one) => h('li', {},
    h('p', { class: 'dim' }, time(one.postedAt), ' · ', h('span', { class: 'tag status ' + one.status }, named('status', one.status)), one.reason && ' ' + named('reason', one.reason), ' · ', h('bdi', {}, one.article), one.reports > 0 && ' · ' + say('n-reports', { n: one.reports })),
    quoted(one))

  const sanction = (/** @type {any} */ one) => h('li', {}, h('strong', {}, named('sanction', one.kind)), ' ', named('reason', one.reason), ' · ', h('bdi', {}, one.name), ' · ', time(one.at), (one.liftedAt || one.until || one.kind !== 'warn') && ' · ', one.liftedAt ? say('lifted') : one.until ? say('until', { date: exact(one.until) }) : one.kind !== 'warn' && say('for-good'),
    one.note && h('blockquote', { dir: 'auto' }, one.note),
    one.holds && may(site, one.leastRole) && button(say('lift'), () => act(() => ask('DELETE', path(site, ['/authors/', '/sanctions/', ''], id, one.id)), () => say('lifted')), { class: 'link' }))

  const sanctionForm = () => {
    const kind = choice([['warn', say('sanction-warn')], ['mute', say('sanction-mute')], ['ban', say('sanction-ban')]], 'warn')
    const reason = choice(rejections().map(code => [code, named('reason', code)]), 'insult')
    const days = choice([...[...lengths, ...may(site, 'editor') ? editorsLengths : []].map(n => /** @type {[string, string]} */ ([n, say('n-days', { n: Number(n) })])), ...may(site, 'editor') ? [/** @type {[string, string]} */ (['', say('for-good')])] : []], '7')
    const note = h('input', { maxlength: 1000 })
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault()
      const body = { kind: kind.value, reason: reason.value, ...days.value && { days: Number(days.value) }, ...note.value.trim() && { note: note.value.trim() } }
      act(() => ask('POST', path(site, ['/authors/', '/sanctions'], id), body), () => say('sanctioned'))
    }
    return h('details', {}, h('summary', {}, say('sanction-new')), h('form', { class: 'inline', onsubmit: submit },
      field(say('sanction'), kind), field(say('reason'), reason), field(say('for-how-long'), days), field(say('note'), note), h('button', { class: 'main' }, say('sanction-do')), h('p', { class: 'dim' }, say('author-is-told'))))
  }

  const waitingForm = () => {
    const reason = choice(rejections().map(code => [code, named('reason', code)]), 'spam')
    const decide = (/** @type {string} */ outcome) => act(
      () => ask('POST', path(site, ['/authors/', '/decisions'], id), { outcome, ...outcome === 'reject' && { reason: reason.value } }),
      ({ results }) => {
        onDecided()
        return say('author-decided', { n: results.filter((/** @type {any} */ one) => one.ok).length, failed: results.filter((/** @type {any} */ one) => !one.ok).length })
      })
    return h('details', {}, h('summary', {}, say('author-waiting')), h('div', { class: 'inline' },
      button(say('publish-all'), () => decide('publish')), field(say('reason'), reason), button(say('reject-all'), () => decide('reject'))))
  }

  const noteForm = () => {
    const text = h('textarea', { rows: 2, maxlength: 1000, required: true })
    return h('details', {}, h('summary', {}, say('note-new')), h('form', {
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        act(() => ask('POST', path(site, ['/authors/', '/notes'], id), { text: text.value }), () => say('note-added'))
      },
    }, field(say('note'), text), h('button', { class: 'main' }, say('note-add'))))
  }

  const watchForm = (/** @type {string} */ called) => {
    const name = h('input', { maxlength: 100, required: true, value: called })
    return h('details', {}, h('summary', {}, say('watch')), h('form', {
      class: 'inline',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        act(() => ask('POST', path(site, ['/views']), { name: name.value.trim(), articles: [], authors: [id] }), () => say('watched')).then(() => dispatchEvent(new CustomEvent('nat-views')))
      },
    }, h('p', { class: 'dim' }, say('watch-text')), field(say('name'), name), h('button', { class: 'main' }, say('save'))))
  }

  await load()
}
