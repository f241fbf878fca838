// README.md
import { ask, button, encode, get, h, kept, named, now, place, root, setHtml, styles, words } from './drawing.js'

class NatComments extends HTMLElement {
  static observedAttributes = ['site', 'article', 'lang', 'sort', 'page-size', 'token']

  #run = 0

  connectedCallback() {
    this.shadow ??= this.attachShadow({ mode: 'open' })
    this.looking = setInterval(() => this.#look(), 300)
    this.#restart()
  }

  disconnectedCallback() {
    this.#run++
    clearInterval(this.looking)
    this.close?.()
  }

  attributeChangedCallback(_name, old, now) { if (old !== now && this.isConnected && this.shadow) this.#restart() }

  async #look() {
    const { thread } = this, now = place()
    if (this.getAttribute('article') || !thread || named(now) === named(thread.place)) return
    thread.place = now
    const page = await get(thread.at(named(now)) + '?limit=1').catch(() => 0)
    if (thread === this.thread && page.article !== thread.article) this.#restart()
  }

  #restart() {
    const run = ++this.#run
    queueMicrotask(() => {
      if (run === this.#run) this.#start(() => run === this.#run)
    })
  }

  async #start(current) {
    this.close?.()
    const at = (name, other) => this.getAttribute(name) || other
    const said = await words(this.closest('[lang]')?.lang || 'en')
    if (!current()) return
    this.shadow.adoptedStyleSheets = [styles]
    if (!said) return this.shadow.replaceChildren(button('↻ Comments', () => this.#restart(), { class: 'second' }))
    const now = place(), thread = this.thread = new Thread
    Object.assign(thread, { host: this, words: said, site: at('site'), base: `${root}api/v1/sites/${at('site')}`, place: now, asked: at('article', named(now)), sort: at('sort', 'newest'), limit: at('page-size', 50), signedOn: at('token') })
    thread.url = thread.at(thread.asked)
    this.close = () => thread.close()
    await thread.show(this.shadow)
  }
}

class Thread {
  open = true
  fresh = []
  list = new CommentList(this)

  at(article) { return `${this.base}/threads/${encode(article)}` }

  tell(name, detail) { this.host.dispatchEvent(new CustomEvent(`nat-${name}`, { bubbles: true, composed: true, detail })) }

  announce(text) { this.voice.textContent = text }

  async show(shadow) {
    const { words } = this
    const sorts = ['newest', 'oldest', 'top'].map(sort => h('option', { value: sort, selected: sort === this.sort }, words.say(sort)))
    this.title = h('h2', {}, words.say('comments'))
    this.notice = h('p', { class: 'notice dim', part: 'notice' })
    this.form = h('div', { class: 'writing' })
    this.linked = h('div')
    this.more = button(words.say('more'), () => this.next(), { class: 'more', part: 'button', hidden: true })
    this.pill = h('div', { class: 'pill' })
    this.voice = h('div', { class: 'hidden', role: 'status' })
    const select = h('select', { 'aria-label': words.say('sort'), onchange: () => { this.sort = select.value; this.load() } }, sorts)
    shadow.replaceChildren(h('section', { lang: words.lang, dir: words.messages.dir, 'aria-label': words.say('comments') },
      h('div', { class: 'bar' }, this.title, select), this.notice, this.form, this.pill, this.linked, this.list.element, this.more, this.voice))
    const { signal } = this.end = new AbortController()
    addEventListener('hashchange', () => this.follow(), { signal })
    if (!await this.load()) return
    this.tell('ready', { count: this.count })
    if (this.closed) return
    this.follow()
    this.clock = setInterval(() => {
      for (const time of this.list.element.querySelectorAll('time')) time.textContent = words.ago(time.dateTime)
      this.listen()
    }, 10_000)
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.leaving)
      document.hidden ? this.leaving = setTimeout(() => this.leave(), 5_000) : this.listen()
    }, { signal })
    this.listen()
    const { CommentForm } = await import('./writing.js')
    if (this.open && !this.closed) this.form.replaceChildren(new CommentForm(this).element)
  }

  close() {
    this.closed = true
    this.leave()
    this.end?.abort()
    clearInterval(this.clock)
  }

  page(query = '') { return this.read(`${this.url}?sort=${this.sort}&limit=${this.limit}${query}`) }

  async read(url) {
    try { return await get(url, { token: this.token(), lang: this.words.lang }) } catch (error) {
      if (error.code !== 'invalid-token' || this.retried) throw error
      this.retried = true
      if (this.signedOn) this.ended = error
      else await (await import('./writing.js')).renew(this)
      this.signedOn = ''
      return this.read(url)
    }
  }

  token() { return this.signedOn || kept('nat:' + this.site)?.token }

  ask(method, path, body, token = this.token(), key) { return ask(this.base + path, { method, body, token, lang: this.words.lang, key }) }

  about() { return this.said ||= this.ask('GET', '/about').catch(() => this.said = 0) }

  async load(from) {
    try {
      const page = await this.page(from), { article, version } = page
      Object.assign(this, { article, version })
      this.list.items.clear()
      this.list.element.replaceChildren()
      this.linked.replaceChildren(this.ended ? h('p', { class: 'box fault', role: 'alert' }, this.words.fault(this.ended)) : '')
      if (this.ended) this.tell('error', { code: this.ended.code })
      this.take(page)
      return true
    } catch (error) {
      if (from) return void this.linked.replaceChildren(h('p', { class: 'box', role: 'alert' }, this.words.fault(error)))
      this.tell('error', { code: error.code })
      this.notice.replaceChildren(h('span', { class: 'fault', role: 'alert' }, this.words.fault(error)), ' ', button(this.words.say('again'), () => this.show(this.host.shadow), { class: 'second' }))
    }
  }

  take(page) {
    this.after = page.next
    this.more.hidden = !page.next
    this.form.hidden = !(this.open = page.state !== 'closed')
    this.counted(page.count)
    this.state = page.state
    this.notice.textContent = this.words.say(page.state === 'open' ? 'empty' : `state-${page.state}`)
    return this.list.add(page.comments)
  }

  counted(count) {
    if (count === this.count) return
    this.count = count
    this.title.textContent = this.words.say(count ? 'count' : 'comments', { n: count })
    for (const el of document.querySelectorAll('[data-nat-count]')) if ([this.asked, this.article].includes(el.dataset.natCount)) el.natLive = el.textContent = count
    this.tell('count', { count })
  }

  async next() {
    this.more.disabled = true
    try {
      this.take(await this.page(`&after=${this.after}`))[0]?.focus({ preventScroll: true })
    } catch (error) { this.announce(this.notice.textContent = this.words.fault(error)) }
    this.more.disabled = false
  }

  async follow() {
    const id = location.hash.match(/^#comment-([\w-]{36})$/)?.[1]
    if (!id || this.list.reveal(id) || !await this.load(`&from=${id}`)) return
    this.linked.replaceChildren(h('p', { class: 'box' }, this.words.say('linked'), ' ', button(this.words.say('all'), () => this.load(), { class: 'second' })))
    this.list.reveal(id)
  }

  listen() {
    if (this.closed || document.hidden) return
    if (this.live) return this.live.readyState > 1 && Math.random() < .2 && this.catchUp()
    const { locks } = navigator
    const wait = n => locks.request('nat-live-' + n, { ifAvailable: true }, lock => {
      if (lock) return this.live || this.closed || new Promise(free => { this.free = free; this.stream() })
      return n ? wait(n - 1) : this.catchUp()
    })
    locks ? wait(2) : this.stream()
  }

  leave() { this.free?.(this.live = this.live?.close()) }

  stream() {
    let heard = 0, resumed, live = this.live = new EventSource(`${this.url}/live?after=${this.version}`)
    live.onopen = () => resumed = true
    live.addEventListener('comment', ({ data }) => this.offer(this.hear(JSON.parse(data)), heard++))
    live.addEventListener('version', ({ data }) => {
      const { version, count } = JSON.parse(data)
      if (resumed && !heard ? version !== this.version : count > this.count + heard) this.catchUp()
      else this.version = version
      heard = resumed = 0
      this.counted(count)
    })
  }

  async catchUp() {
    if (this.reading) return
    this.reading = true
    try {
      let page = await this.page(), left = this.list.items.size + 200, met
      if (page.version !== this.version) for (; page; page = left > 0 && page.next && await this.page(`&after=${page.next}`)) {
        this.version = page.version
        this.counted(page.count)
        for (const view of page.comments) this.hear(view, this.after && (met ||= this.list.items.has(view.id)), left--)
      }
    } catch { }
    this.reading = false
    this.offer()
  }

  hear(view, old) {
    const { items } = this.list, known = items.get(view.id)?.view, waits = id => this.fresh.some(f => f.id === id)
    if (known) this.list.update({ ...view, mine: known.mine, liked: known.liked, editableUntil: known.editableUntil, markdown: known.markdown })
    else if (!waits(view.id) && (view.parentId ? items.has(view.parentId) || waits(view.parentId) : !old)) this.fresh.push(view)
  }

  offer() {
    const text = this.words.say('fresh', { n: this.fresh.length })
    if (this.fresh.length) this.announce(text)
    this.pill.replaceChildren(...this.fresh.length ? [button(text, () => {
      const shown = this.list.add(this.fresh.splice(0).sort((a, b) => Date.parse(a.postedAt) - Date.parse(b.postedAt)), this.sort === 'newest')
      this.offer()
      shown[0]?.scrollIntoView({ block: 'center' })
      shown[0]?.focus({ preventScroll: true })
    })] : [])
  }
}

class CommentList {
  items = new Map()
  element = h('ol', { class: 'list', part: 'list' })

  constructor(thread) { this.thread = thread }

  add(comments, first) {
    const shown = []
    for (const view of comments) {
      const known = this.items.get(view.id)
      const parent = this.items.get(view.parentId)
      if (known) this.update(view)
      else if (parent || !view.parentId) {
        const li = this.item(view)
        if (!parent && first) this.element.prepend(li)
        else (parent ? parent.replies : this.element).append(li)
        shown.push(li)
      }
    }
    if (this.items.size && this.thread.state === 'open') this.thread.notice.textContent = ''
    return shown
  }

  update(view) {
    const li = this.items.get(view.id)
    li.view = view
    li.className = view.mine ? 'own' : ''
    li.firstChild.replaceWith(this.draw(li, view))
    this.fold(li, li.replies.hidden)
  }

  item(view) {
    const li = h('li', { tabindex: -1, 'data-id': view.id, class: view.mine && 'own' })
    li.replies = h('ol')
    li.view = view
    li.append(this.draw(li, view), li.replies)
    this.items.set(view.id, li)
    return li
  }

  remove(id) {
    this.items.get(id)?.remove()
    this.items.delete(id)
  }

  reveal(id) {
    const li = this.items.get(id)
    if (!li) return false
    for (let up = li; up; up = up.parentElement.closest('li')) {
      this.fold(up, false)
      up.style.contentVisibility = 'visible'
    }
    this.element.querySelector('.linked')?.classList.remove('linked')
    li.classList.add('linked')
    li.scrollIntoView({ block: 'center' })
    li.focus({ preventScroll: true })
    return true
  }

  fold(li, folded) {
    const toggle = li.querySelector('.fold')
    li.replies.hidden = folded
    for (const part of li.querySelectorAll(':scope>article>:not(header)')) part.hidden = folded
    toggle.setAttribute('aria-expanded', !folded)
    toggle.textContent = folded ? `+${li.replies.querySelectorAll('[data-id]').length || ''}` : '−'
  }

  draw(li, view) {
    const { words } = this.thread, { appeal } = view
    const author = view.author?.name
    const body = h('div', { class: 'body', part: 'body', dir: 'auto' })
    if (view.plain) body.append(h('p', { class: 'plain' }, view.plain))
    else if (author) setHtml(body, view.html)
    const empty = words.say('place-' + (view.status !== 'withdrawn' ? 'rejected' : view.mine ? 'mine' : 'empty'))
    if (!author) body.append(h('p', { class: 'dim' }, empty))
    const label = key => author ? words.say(key, { name: author }) : empty
    const face = h('span', { class: 'face', part: 'face', 'aria-hidden': 'true' }, author && [...author][0])
    face.style.setProperty('--hue', parseInt(view.author?.id?.slice(-5), 16) || 0)
    const time = h('time', { datetime: view.postedAt, title: words.exact(view.postedAt) }, words.ago(view.postedAt))
    return h('article', { part: 'comment', class: view.plain && 'sending', 'aria-label': label('comment-by') },
      h('header', {},
        face, author && h('span', { class: 'author', part: 'author', dir: 'auto' }, author),
        view.author?.badge && h('span', { class: 'badge' }, words.say(`badge-${view.author.badge}`)),
        h('a', { href: `#comment-${view.id}`, onclick: () => time.textContent = time.title }, time),
        view.editedAt && h('span', { title: words.exact(view.editedAt) }, words.say('edited')),
        view.status === 'pending' && h('span', { class: 'tag' }, view.plain ? words.say('sending') : words.say('pending', { at: words.exact(view.since) })),
        view.status === 'rejected' && view.mine && this.rejected(view.reason),
        button('−', () => this.fold(li, !li.replies.hidden), { class: 'fold plainly', 'aria-expanded': 'true', 'aria-label': label('fold') })),
      body,
      view.shownRevision && h('p', { class: 'dim' }, words.say('former')),
      appeal && h('p', { class: 'dim' }, words.say('appeal-' + (appeal.answeredAt ? 'answered' : 'open'), { at: words.exact(appeal.at), on: words.exact(appeal.answeredAt), status: words.say('status-' + view.status) })),
      view.plain || !author ? '' : this.actions(li, view),
      li.receipt)
  }

  rejected(code) {
    const { words } = this.thread, tag = h('span', { class: 'tag fault' })
    const name = reason => tag.textContent = words.say('rejected', { reason })
    name(words.reason(code) ?? code)
    words.reason(code) ?? this.thread.about().then(({ reasons }) => name(words.reason(code, reasons?.[code]) ?? code))
    return tag
  }

  actions(li, view) {
    const { thread } = this, { words } = thread
    const act = name => async () => (await import('./writing.js'))[name](thread, li)
    const open = view.status === 'published'
    return h('footer', {},
      open && button([words.say('like'), view.likes ? ` ${view.likes}` : ''], act('like'), { disabled: view.mine, 'aria-pressed': String(view.liked), 'aria-label': words.say('likes', { n: view.likes }) }),
      thread.open && view.depth < 7 && (open || view.status === 'pending') && button(words.say('reply'), act('reply')),
      view.editableUntil && Date.parse(view.editableUntil) > now() && button(words.say('edit'), act('edit')),
      view.mine && button(words.say('withdraw'), act('withdraw')),
      view.canAppeal && button(words.say('appeal'), act('appeal')),
      open && !view.mine && button(words.say('report'), act('report')),
      h('span', { class: 'fault', role: 'alert' }))
  }
}

customElements.get('nat-comments') ?? customElements.define('nat-comments', NatComments)
