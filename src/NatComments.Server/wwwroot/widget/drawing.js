let policy
try { policy = globalThis.trustedTypes?.createPolicy('nat-comments', { createHTML: (html) => html }) } catch { }
let late = 0
export const now = () => Date.now() + late
export const ask = async (url, { method, body, token, lang, key } = {}, early) => {
  let answer
  try {
    answer = await (early || fetch(url, {
      method, credentials: 'omit',
      headers: { ...body && { 'content-type': 'application/json' }, ...token && { authorization: `Bearer ${token}` }, ...lang && { 'accept-language': lang }, ...key && { 'idempotency-key': key } },
      body: body && JSON.stringify(body),
    }))
  } catch { throw { code: 'offline' } }
  const at = Date.parse(answer.headers.get('date'))
  if (at) late = at - Date.now()
  const data = await answer.json().catch(() => ({ code: 'other', status: answer.status }))
  if (!answer.ok) throw data
  return data
}
export const h = (tag, props = {}, ...children) => {
  const el = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') el[name] = value
    else if (value !== false && value != null) el.setAttribute(name, value === true ? '' : value)
  }
  el.append(...children.flat().filter(child => child || child === 0))
  return el
}
export const setHtml = (el, html) => {
  el.replaceChildren(...new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html').body.childNodes)
  return el
}

const memory = {}
export const kept = (key, value) => {
  try {
    if (value) localStorage[key] = JSON.stringify(value)
    else if (value === null) delete localStorage[key]
    else return JSON.parse(localStorage[key])
  } catch { }
  return value === undefined ? memory[key] : memory[key] = value
}

export const button = (label, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, label)

const units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]]

class Words {
  constructor(messages) {
    this.messages = messages
    this.lang = messages.lang
    this.plural = new Intl.PluralRules(this.lang)
  }

  say(key, values = {}) {
    let text = this.messages[key] ?? key
    if (typeof text === 'object') text = text[this.plural.select(values.n)] ?? text.other
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name])
  }
  reason(code, names = {}) {
    return this.messages['reason-' + code] ?? names[this.lang] ?? Object.values(names)[0]
  }
  fault({ code, title }) {
    return title || this.say(code === 'offline' ? code : 'other')
  }

  ago(iso) {
    const seconds = (now() - Date.parse(iso)) / 1000, [unit, length] = units.find(([, length]) => seconds >= length) ?? []
    if (!unit) return this.messages.now
    const n = Math.floor(seconds / length), own = `ago-${unit}`
    return this.messages[own] ? this.say(own, { n }) : new Intl.RelativeTimeFormat(this.lang).format(-n, unit)
  }

  exact(iso) {
    const at = new Date(iso), { months } = this.messages
    return months
      ? `${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}, ${at.toTimeString().slice(0, 5)}`
      : new Intl.DateTimeFormat(this.lang, { dateStyle: 'long', timeStyle: 'short' }).format(at)
  }
}

export const root = new URL('../', import.meta.url).href

export const get = (url, options = {}) => {
  const first = globalThis.natFirst ?? {}, early = !options.token && first[url]
  delete first[url]
  return early ? ask(url, options, early).catch(() => ask(url, options)) : ask(url, options)
}
export const encode = id => root.split('/')[4] == null ? encodeURIComponent(id) : encodeURIComponent(encodeURIComponent(id))

const known = {}
export const words = lang => known[lang] ??= get(`${root}widget/messages.${lang}.json`).then(messages => new Words(messages), () => { delete known[lang] })
export const named = ({ pathname, search, hash }) => pathname + search + (hash[1] === '!' ? hash : '')
let seen = named(location), last, former
export const place = () => {
  const link = document.querySelector('link[rel=canonical]')?.href, now = named(location)
  if (now !== seen) [seen, former] = [now, last]
  last = link
  return new URL(link && link !== former ? named(new URL(link)) : now, link ?? location)
}
export const styles = new CSSStyleSheet()
styles.replaceSync(`
:host{--text:var(--nat-text,light-dark(#1c1e21,#e6e7e9));--dim:var(--nat-dim,light-dark(#5b616b,#a6abb5));--line:var(--nat-line,light-dark(#d9dce1,#3d424b));--back:var(--nat-background,light-dark(#fff,#17191d));--soft:var(--nat-soft,light-dark(#f3f4f6,#22252b));--accent:var(--nat-accent,light-dark(#0b5cad,#7db7f5));--on:var(--nat-on-accent,light-dark(#fff,#0d1116));--bad:var(--nat-bad,light-dark(#b3261e,#ff9d94));display:block;min-block-size:22rem;color:var(--text);background:var(--nat-background,#0000);font:var(--nat-font,1rem/1.5 system-ui,sans-serif);overflow-wrap:anywhere;text-align:start}
:host([theme]){background:var(--ground);box-shadow:0 0 0 .75rem var(--ground);--ground:var(--nat-background,light-dark(#0000,#17191d))}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host([theme=auto]){color-scheme:light dark}
[hidden],:host([hidden]){display:none!important}
*{box-sizing:border-box}
h2{font-size:1.375rem;margin:0;flex:1 0 auto}
.bar,.row,footer,header{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center}
.bar{margin-block:1rem .75rem}
ol{list-style:none;margin:0;padding:0}
ol ol{margin-inline-start:clamp(.2rem,2vw,.8rem);padding-inline-start:clamp(.4rem,2vw,1rem);border-inline-start:2px solid var(--line)}
li{margin-block:1rem;outline-offset:.25rem}
.list>li{content-visibility:auto;contain-intrinsic-size:auto 9rem}
.list>li+li{border-block-start:1px solid var(--line);padding-block-start:1rem}
li.linked>article{box-shadow:0 0 0 .4rem var(--soft);background:var(--soft)}
li.own>article{border-inline-start:3px solid var(--accent);padding-inline-start:.6rem}
header,footer,.dim,summary,footer button,.plainly{font-size:.875rem;color:var(--dim)}
.face{inline-size:1.75rem;line-height:1.75rem;border-radius:50%;text-align:center;font-weight:600;color:#fff;background:oklch(.5 .11 var(--hue))}
.face:empty{block-size:1.75rem;background:var(--line)}
.author{color:var(--text);font-weight:600;font-size:1rem}
.fold{margin-inline-start:auto}
.badge,.tag{border:1px solid;border-radius:.75rem;padding-inline:.5rem;font-size:.75rem}
.badge{color:var(--accent)}
.body{margin-block:.25rem}
.body>*{margin:.4rem 0}
.body blockquote{border-inline-start:3px solid var(--line);padding-inline-start:.75rem;color:var(--dim)}
.body :is(ul,ol){list-style:disc;padding-inline-start:1.5rem;border:0}
.body ol{list-style:decimal;padding-inline-start:2rem}
.body ol:is([start],:has(>[value])){padding-inline-start:6ch}
.body :is(li,li p,blockquote p){margin-block:.1rem}
.body pre{overflow-x:auto;background:var(--soft);padding:.5rem}
.body .plain{white-space:pre-wrap}
a{color:var(--accent)}
header a{color:inherit;text-decoration:none}
a:hover{text-decoration:underline}
button,select,input,textarea{font:inherit;color:inherit}
button{background:none;border:1px solid transparent;border-radius:.4rem;padding:.1rem .4rem;min-block-size:1.75rem;min-inline-size:1.75rem;cursor:pointer}
footer button:first-child{margin-inline-start:-.4rem}
button:hover{color:var(--text);background:var(--soft)}
.main,.second,.more{border-color:var(--accent);color:var(--accent);padding:.3rem 1rem;font-size:1rem}
.main,.pill button{background:var(--accent);color:var(--on);border-color:var(--accent)}
.main:hover,.pill button:hover{background:var(--accent);color:var(--on);filter:brightness(1.1)}
.more{display:block;margin:1rem auto;inline-size:min(100%,24rem)}
[aria-pressed]::before{content:'♡ '}
[aria-pressed=true]::before{content:'♥ '}
[aria-pressed=true]{color:var(--accent);font-weight:600}
:disabled{opacity:.6;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
input,textarea,select{border:1px solid var(--dim);border-radius:.4rem;background:var(--back);padding:.4rem .5rem;max-inline-size:100%;font-size:1rem}
input,textarea{inline-size:100%}
textarea{min-block-size:6rem;resize:vertical;display:block}
select+textarea{margin-block-start:.5rem}
label{display:block;margin-block:.5rem .15rem;font-size:.875rem}
form,.box{background:var(--soft);border-radius:.5rem;padding:.25rem .75rem .75rem;margin-block:.5rem}
form .row{margin-block-start:.6rem}
.box{padding:.6rem .75rem}
form .box{background:var(--back);border:1px solid var(--accent)}
.preview{border:1px dashed var(--dim);background:var(--back);padding:.25rem .6rem;border-radius:.4rem;margin-block:.5rem}
summary{cursor:pointer;padding-block:.3rem}
.fault{color:var(--bad)}
.fault:empty,.notice:empty{display:none}
.pill{position:sticky;inset-block-start:.75rem;block-size:0;z-index:1;text-align:center}
.pill button{border-radius:1rem;padding:.25rem 1rem;box-shadow:0 1px 6px #0006}
.writing{min-block-size:20.75rem;display:flow-root}
:host([token]) .writing{min-block-size:14.75rem}
.hidden{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden;white-space:nowrap}
code{background:var(--soft);padding-inline:.2rem}
`)
