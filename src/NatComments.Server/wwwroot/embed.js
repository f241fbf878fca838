// What and why: widget/README.md
(() => {
  const me = document.currentScript, root = new URL('.', me.src).href, tag = 'nat-comments', find = what => [...document.querySelectorAll(what)]
  const start = () => {
    if (me.dataset.site) {
      const made = document.createElement(tag)
      for (const { name, value } of me.attributes) if (!name.indexOf('data-')) made.setAttribute(name.slice(5), value)
      me.closest('body') ? me.after(made) : document.body.append(made)
    }
    const all = find(tag), first = globalThis.natFirst ||= {}, [link] = find('link[rel=canonical]')
    const ask = (path, use, post) => (first[root + path] = fetch(root + path, { credentials: 'omit', ...post })).then(use).catch(() => { })
    for (const el of all) {
      const at = (name, other) => el.getAttribute(name) || other
      for (const name of [tag, 'drawing', 'writing']) {
        const link = document.createElement('link')
        link.rel = 'modulepreload'
        link.href = `${root}widget/${name}.js`
        document.head.append(link)
      }
      ask(`widget/messages.${el.closest('[lang]')?.lang || 'en'}.json`)
      let token = at('token')
      try { token ||= JSON.parse(localStorage['nat:' + at('site')]).token } catch { }
      token || ask(`api/v1/sites/${at('site')}/threads/${encodeURIComponent(at('article', new URL(link ? link.href : location).pathname))}?sort=${at('sort', 'newest')}&limit=${at('page-size', 50)}`)
    }
    const [of] = find('[data-site],' + tag), places = find('[data-nat-count]')
    if (all[0] || !places[0]) import(`${root}widget/${tag}.js`)
    while (places[0]) {
      const some = places.splice(0, 200), articles = some.map(el => el.dataset.natCount), path = `api/v1/sites/${of.dataset.site || of.getAttribute('site')}/counts`
      const get = path + '?article=' + articles.map(encodeURIComponent).join('&article='), long = get[6e3]
      ask(long ? path : get, async answer => {
        const counts = await answer.json()
        for (const el of some) el.natLive || (el.textContent = counts[el.dataset.natCount] ?? '')
      }, long && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ articles }) })
    }
  }
  me.dataset.site && me.closest('body') || document.readyState != 'loading' ? start() : addEventListener('DOMContentLoaded', start)
})()
