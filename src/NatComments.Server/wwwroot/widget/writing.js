import { button, h, kept, now, setHtml } from './drawing.js'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

const remember = (thread, change) => {
  const was = kept('nat:' + thread.site) ?? {}
  return change ? kept('nat:' + thread.site, { ...was, ...change }) : was
}

const keep = (thread, key = thread.site, value) => new Promise((done, failed) => {
  const open = indexedDB.open('nat-comments', 1)
  open.onupgradeneeded = () => open.result.createObjectStore('keys')
  open.onerror = failed
  open.onsuccess = () => {
    const store = open.result.transaction('keys', value === undefined ? 'readonly' : 'readwrite').objectStore('keys')
    const asked = value === undefined ? store.get(key) : value ? store.put(value, key) : store.delete(key)
    asked.onsuccess = () => done(asked.result)
    asked.onerror = failed
  }
})
const link = (thread, receipt, text) => h('a', { href: `${thread.base.split('/api/')[0]}/receipts/${receipt}?lang=${thread.words.lang}`, target: '_blank', rel: 'noopener' }, text)
const prove = async (thread, phrase, name) => {
  let pair
  try {
    pair = await keep(thread) ?? await crypto.subtle.generateKey(P256, false, ['sign'])
    await keep(thread, thread.site, pair)
  } catch { return phrase ? thread.ask('POST', '/pseudonyms/phrases', { phrase, name }, '').then(got => took(thread, got)) : null }
  const { challenge } = await thread.ask('POST', '/pseudonyms/challenges', {}, '')
  const text = new TextEncoder().encode(`natcomments:${thread.site}:${challenge}`)
  const signature = base64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text))
  const publicKey = base64(await crypto.subtle.exportKey('spki', pair.publicKey))
  return took(thread, await thread.ask('POST', '/pseudonyms', { publicKey, challenge, signature, phrase, name }, ''))
}

const took = (thread, { readerToken, author, name }) => remember(thread, { token: readerToken, author, ...name && { name } }).token

const reader = async thread => thread.token() ?? await prove(thread) ?? took(thread, await thread.ask('POST', '/readers', undefined, ''))

export const renew = async thread => {
  remember(thread, { token: undefined })
  try { if (await keep(thread)) await prove(thread) } catch { }
}

const askAsReader = async (thread, method, path, body, key) => {
  await reader(thread)
  try { return await thread.ask(method, path, body, thread.token(), key) } catch (error) {
    if (error.code !== 'invalid-token' || thread.signedOn) throw error
    await renew(thread)
    await reader(thread)
    return thread.ask(method, path, body, thread.token(), key)
  }
}

const forget = async thread => {
  kept('nat:' + thread.site, null)
  await keep(thread, thread.site, null).catch(() => { })
}
const letters = 'abcdefghjkmnpqrstuvwxyz023456789'
const newPhrase = () => Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte, i) => (i && i % 4 === 0 ? '-' : '') + letters[byte % 32]).join('')

const show = async (thread, details) => {
  if (!details.open) return
  Object.assign(thread.words.messages, (await thread.about()).words)
  const { words } = thread, fault = h('p', { class: 'fault', role: 'alert' }), out = h('div')
  const act = (label, what) => button(words.say(label), async () => {
    fault.textContent = ''
    try { await what() } catch (error) { fault.textContent = words.fault(error) }
  }, { class: 'second' })
  const input = label => h('input', { 'aria-label': words.say(label), placeholder: words.say(label), autocomplete: 'off' })
  const name = input('name'), phrase = input('phrase')
  const again = async (...shown) => {
    await show(thread, details)
    details.lastChild.lastChild.replaceChildren(...shown)
  }
  const known = thread.token()
  const mine = known && [
    act('phrase-make', async () => {
      const made = newPhrase(), { name } = remember(thread)
      await askAsReader(thread, 'PUT', '/me/phrase', { phrase: made, name })
      out.replaceChildren(h('p', { class: 'box' }, words.say('phrase-is'), ' ', name, ' ', h('strong', {}, made)))
    }),
    act('mine', async () => {
      const record = await askAsReader(thread, 'GET', '/me/export')
      out.replaceChildren(record.sanction ? h('p', { class: 'box fault' }, record.sanction.text) : '', h('ol', {}, record.comments.map((c) => h('li', {}, h('span', { class: 'dim' }, `${words.exact(c.postedAt)} · ${c.article} · `, c.receipt ? link(thread, c.receipt, words.say('status-' + c.status)) : words.say('status-' + c.status)), h('div', { dir: 'auto' }, c.text ?? '')))),
        h('a', { href: new URL(record.feed, thread.base).href }, words.say('feed')))
    }),
    act('export', async () => {
      const record = await askAsReader(thread, 'GET', '/me/export')
      h('a', { download: `comments-${thread.site}.json`, href: URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)])) }).click()
    }),
    act('erase', async () => out.replaceChildren(h('p', { class: 'box' }, words.say('erase-sure'), ' ', act('erase', async () => {
      await askAsReader(thread, 'DELETE', '/me')
      await forget(thread)
      await thread.load()
      await again(words.say('erased'))
    })))),
  ]
  const use = h('form', { onsubmit: (event) => event.preventDefault() }, h('label', {}, words.say('phrase-use'), name, phrase), h('div', { class: 'row' }, act('use', async () => {
    await prove(thread, phrase.value, name.value)
    await thread.load()
    await again(remember(thread).name ?? '')
  })))
  details.lastChild.tagName === 'DIV' && details.lastChild.remove()
  details.append(h('div', {}, h('p', { class: 'dim' }, words.say(known ? 'you-are' : 'you-guest')), h('div', { class: 'row' }, mine), use, fault, out))
}

const newId = () => URL.createObjectURL(new Blob()).slice(-36)

export class CommentForm {
  constructor(thread, { parent, edited, done } = {}) {
    Object.assign(this, { thread, parent, edited, done })
    const { words } = thread
    this.key = `nat:draft:${thread.site}:${thread.article}:${parent?.id ?? edited?.id ?? ''}`
    const draft = kept(this.key) ?? {}
    this.id = draft.id ?? newId()
    this.secret = draft.secret ?? newId()
    this.text = h('textarea', { name: 'text', required: true, dir: 'auto', oninput: () => { this.shown.hidden = this.again.hidden = true; this.draft(this.text.value) } })
    this.text.value = draft.text ?? edited?.markdown ?? ''
    this.name = h('input', { name: 'name', required: true, maxlength: 60, autocomplete: 'nickname', dir: 'auto', oninput: () => remember(thread, { name: this.name.value }), value: remember(thread).name ?? '' })
    this.fault = h('p', { class: 'fault', role: 'alert' })
    this.shown = h('div', { class: 'preview body', dir: 'auto', hidden: true, role: 'region', 'aria-label': words.say('preview') })
    this.send = h('button', { class: 'main', part: 'button' }, words.say(edited ? 'save' : 'send'))
    this.again = h('div', { class: 'box', hidden: true, role: 'alert' })
    const named = !thread.signedOn && !edited
    const form = h('form', { part: 'form', onsubmit: event => { event.preventDefault(); this.submit() } },
      named && h('label', {}, words.say('name'), this.name),
      h('label', {}, words.say(edited ? 'your-text' : parent ? 'your-reply' : 'your-comment'), this.text),
      edited?.editWaits && h('p', {}, words.say('former')), this.again, this.fault, this.shown,
      h('div', { class: 'row' }, this.send,
        button(words.say('preview'), () => this.preview(), { class: 'second', part: 'button' }),
        done && button(words.say('cancel'), done, { class: 'plainly' })))
    const rules = h('div', { class: 'dim body', part: 'guidelines' })
    this.element = edited || parent ? form : h('div', {}, form,
        h('details', { ontoggle: async () => {
          const { guidelines, shipped } = await thread.about()
          setHtml(rules, guidelines ?? shipped ?? '')
        } }, h('summary', {}, words.say('rules')), rules),
        this.you = !thread.signedOn && h('details', { ontoggle: () => show(thread, this.you) }, h('summary', {}, words.say('you'))))
  }

  draft(text) {
    kept(this.key, { text, id: this.id, secret: this.secret })
  }

  async preview() {
    try {
      const { html } = await this.thread.ask('POST', '/preview', { text: this.text.value }, '')
      setHtml(this.shown, html).hidden = false
      this.fault.textContent = ''
    } catch (error) { this.failed(error) }
  }

  failed(error) {
    this.fault.textContent = this.thread.words.fault(error)
    this.thread.tell('error', { code: error.code })
  }
  async calm(text) {
    if (this.checked === text) return true
    this.checked = text
    const { lookAgain } = await this.thread.ask('POST', '/look-again', { text }, '').catch(() => ({}))
    const { words } = this.thread
    this.again.hidden = !lookAgain
    this.again.replaceChildren(words.say('look-again'), ' ', button(words.say('anyway'), () => this.submit(), { class: 'second' }))
    return !lookAgain
  }

  async submit() {
    const { thread, id } = this, text = this.text.value.trim(), name = this.name.value.trim()
    if (!text || this.send.disabled) return
    this.fault.textContent = ''
    this.send.disabled = true
    try {
      if (await this.calm(text)) {
        this.again.hidden = true
        if (this.edited) {
          const { comment, notice } = await this.edit(this.edited, text)
          thread.list.items.get(comment.id).receipt = h('p', { class: 'box dim' }, notice)
          this.changed(comment, notice)
        }
        else await this.post(id, text, name)
      }
    } catch (error) {
      if (!this.edited) thread.list.remove(id)
      this.failed(error)
    }
    this.send.disabled = false
  }

  async post(id, text, name) {
    const { thread, parent } = this, { words, list } = thread
    this.draft(text)
    list.add([{ id, parentId: parent?.id, depth: (parent?.depth ?? -1) + 1, plain: text, author: { name: name || '…' }, postedAt: new Date(now()).toISOString(), status: 'pending', mine: true }], true)
    thread.announce(words.say('sending'))
    let { comment, receipt, readerToken, sanction, notice } = await this.insist(() => askAsReader(thread, 'POST', thread.url.slice(thread.base.length) + '/comments', { id, parentId: parent?.id, text, author: { name }, title: document.title, url: thread.place.href }, this.secret))
    remember(thread, { name, ...!thread.signedOn && { token: readerToken } })
    if (comment.markdown && comment.markdown !== text) ({ comment, notice } = await this.edit(comment, text))
    this.you && show(thread, this.you)
    kept(this.key, null)
    this.id = newId()
    this.secret = newId()
    this.text.value = ''
    this.shown.hidden = true
    list.items.get(id).receipt = h('p', { class: 'box dim' }, notice, ' ', link(thread, receipt, words.say('receipt')), sanction && h('strong', { class: 'fault' }, ' ', sanction.text))
    this.changed(comment, notice)
    thread.tell('comment-posted', { comment })
  }

  async edit(comment, text) {
    return askAsReader(this.thread, 'PUT', `/comments/${comment.id}`, { article: this.thread.article, revision: comment.revision, text })
  }

  changed(comment, notice) {
    const { list } = this.thread
    this.done?.()
    if (this.edited) kept(this.key, null)
    list.update(comment)
    this.thread.announce(notice)
    list.items.get(comment.id).scrollIntoView({ block: 'nearest' })
  }
  async insist(act) {
    for (let wait = 1000; ; wait *= 3) {
      try { return await act() } catch (error) {
        if (error.code !== 'offline' && error.status !== 503 || wait > 9000) throw error
        this.fault.textContent = this.thread.words.say('retrying')
        await new Promise(go => setTimeout(go, wait))
        this.fault.textContent = ''
      }
    }
  }
}

const query = thread => `?article=${encodeURIComponent(thread.article)}`

const attempt = async (thread, li, act) => {
  try { await act() } catch (error) {
    li.querySelector('footer .fault').textContent = thread.words.fault(error)
    thread.tell('error', { code: error.code })
  }
}
const open = (li, element) => {
  close(li)
  li.opened = element
  li.insertBefore(element, li.replies)
  element.querySelector('textarea,select,button').focus()
}

const close = li => {
  if (!li.opened) return
  li.opened.remove()
  li.opened = null
  li.focus({ preventScroll: true })
}

export const like = (thread, li) => attempt(thread, li, async () => {
  const { id, liked, likes } = li.view
  await askAsReader(thread, liked ? 'DELETE' : 'PUT', `/comments/${id}/like${query(thread)}`)
  thread.list.update({ ...li.view, liked: !liked, likes: likes + (liked ? -1 : 1) })
  li.querySelector('[aria-pressed]').focus()
})

export const reply = (thread, li) => open(li, new CommentForm(thread, { parent: li.view, done: () => close(li) }).element)

export const edit = (thread, li) => open(li, new CommentForm(thread, { edited: li.view, done: () => close(li) }).element)

export const withdraw = (thread, li) => open(li, h('div', { class: 'box row' }, thread.words.say('withdraw-sure'),
  button(thread.words.say('withdraw'), () => attempt(thread, li, async () => {
    await askAsReader(thread, 'DELETE', `/comments/${li.view.id}${query(thread)}`)
    close(li)
    thread.announce(thread.words.say('withdrawn'))
    if (li.replies.children.length) thread.list.update({ ...li.view, author: null, html: '', status: 'withdrawn' })
    else thread.list.remove(li.view.id)
  }), { class: 'second' }),
  button(thread.words.say('cancel'), () => close(li))))

const question = (thread, li, label, field, send) => {
  const { words } = thread
  const form = h('form', { onsubmit: event => { event.preventDefault(); attempt(thread, li, async () => { await send(); close(li); li.receipt = h('p', { class: 'box dim' }, words.say('thanks')); thread.list.update(li.view); thread.announce(words.say('thanks')) }) } },
    h('label', {}, label, field),
    h('div', { class: 'row' }, h('button', { class: 'main' }, words.say('send')), button(words.say('cancel'), () => close(li), { class: 'plainly' })))
  open(li, form)
}

export const report = (thread, li) => {
  const { words } = thread
  const reason = h('select', {}, Object.keys(words.messages).filter(key => /^reason-/.test(key)).map(key => h('option', { value: key.slice(7) }, words.say(key))))
  const note = h('textarea', { maxlength: 1000, 'aria-label': words.say('note'), placeholder: words.say('note') })
  question(thread, li, words.say('report-why'), [reason, note], () => askAsReader(thread, 'POST', `/comments/${li.view.id}/reports`, { article: thread.article, reason: reason.value, note: note.value || null }))
}

export const appeal = (thread, li) => {
  const statement = h('textarea', { required: true, maxlength: 2000 })
  question(thread, li, thread.words.say('appeal-why'), statement, async () => {
    await askAsReader(thread, 'POST', `/comments/${li.view.id}/appeals`, { article: thread.article, statement: statement.value })
    li.view.canAppeal = false
    li.view.appeal = { at: now(), answeredAt: 0 }
  })
}
