// The loader: <script src="https://HOST/embed.js" data-site="ID" [data-article="ID"] async></script>
// makes <nat-comments> with the same attributes, and asks for modules and the first page at once.
(() => {
  const me = document.currentScript, root = new URL('.', me.src).href, tag = 'nat-comments'
  if (me.dataset.site) {
    const made = document.createElement(tag)
    for (const { name, value } of me.attributes) if (!name.indexOf('data-')) made.setAttribute(name.slice(5), value)
    document.body && document.body.contains(me) ? me.after(made) : document.body.append(made)
  }
  const start = () => {
    const all = [...document.querySelectorAll(tag)]
    const first = (globalThis.natFirst ||= {})
    for (const el of all) {
      const at = (name, other) => el.getAttribute(name) || other
      const language = (at('lang', document.documentElement.lang) || 'en').slice(0, 2).replace('km', 'ku')
      for (const name of ['nat-comments', 'drawing']) {
        const link = document.createElement('link')
        link.rel = 'modulepreload'
        link.href = `${root}widget/${name}.js`
        document.head.append(link)
      }
      const ask = url => (first[url] = fetch(url, { credentials: 'omit' })).catch(() => { })
      ask(`${root}widget/messages.${/en|tr|ku/.test(language) || at('lang') ? language : 'en'}.json`)
      const site = at('site')
      const canonical = document.querySelector('link[rel=canonical]')
      const url = `${root}api/v1/sites/${site}/threads/${encodeURIComponent(at('article', new URL(canonical ? canonical.href : location.href).pathname))}?sort=${at('sort', 'newest')}&limit=${at('page-size', 50)}`
      let token = at('token')
      try { token ||= JSON.parse(localStorage['nat:' + site]).token } catch { }
      token || ask(url)
    }
    if (all[0]) import(root + 'widget/nat-comments.js')
    if (document.querySelector('[data-nat-count]')) import(root + 'widget/counts.js')
  }
  me.dataset.site || document.readyState != 'loading' ? start() : addEventListener('DOMContentLoaded', start)
})()
