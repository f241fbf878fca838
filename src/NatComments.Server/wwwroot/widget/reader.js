/** Who the reader is: a key that only this browser holds, one for each site; where none can be kept, a plain token. */
import { button, h, kept } from './drawing.js'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

export const remember = (thread, change) => {
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

// To what became of a comment.
export const link = (thread, receipt, text) => h('a', { href: `${thread.base.split('/api/')[0]}/receipts/${receipt}?lang=${thread.words.lang}`, target: '_blank', rel: 'noopener' }, text)

// A phrase joins this browser to a pseudonym made elsewhere.
export const prove = async (thread, phrase) => {
  let pair
  try {
    pair = await keep(thread) ?? await crypto.subtle.generateKey(P256, false, ['sign'])
    await keep(thread, thread.site, pair)
  } catch { return phrase ? thread.ask('POST', '/pseudonyms/phrases', { phrase }, '').then(got => took(thread, got)) : null }
  const { challenge } = await thread.ask('POST', '/pseudonyms/challenges', {}, '')
  const text = new TextEncoder().encode(`natcomments:${thread.site}:${challenge}`)
  const signature = base64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text))
  const publicKey = base64(await crypto.subtle.exportKey('spki', pair.publicKey))
  return took(thread, await thread.ask('POST', '/pseudonyms', { publicKey, challenge, signature, phrase }, ''))
}

const took = (thread, { readerToken, author, name }) => remember(thread, { token: readerToken, author, ...name && { name } }).token

export const reader = async thread => thread.token() ?? await prove(thread) ?? took(thread, await thread.ask('POST', '/readers', undefined, ''))

export const renew = async thread => {
  remember(thread, { token: undefined })
  try { if (await keep(thread)) await prove(thread) } catch { /* Without a key one reads as a guest. */ }
}

export const askAsReader = async (thread, method, path, body) => {
  await reader(thread)
  try { return await thread.ask(method, path, body) } catch (error) {
    if (error.code !== 'invalid-token' || thread.signedOn) throw error
    await renew(thread)
    await reader(thread)
    return thread.ask(method, path, body)
  }
}

export const forget = async thread => {
  kept('nat:' + thread.site, null)
  await keep(thread, thread.site, null).catch(() => { })
}

// 20 of 32 letters that are not mistaken for each other: 100 bits.
const letters = 'abcdefghjkmnpqrstuvwxyz023456789'
const newPhrase = () => Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte, i) => (i && i % 4 === 0 ? '-' : '') + letters[byte % 32]).join('')

export const show = async (thread, details) => {
  if (!details.open) return
  const { words } = thread, fault = h('p', { class: 'fault', role: 'alert' }), out = h('div')
  const act = (label, what) => button(words.say(label), async () => {
    fault.textContent = ''
    try { await what() } catch (error) { fault.textContent = words.fault(error) }
  }, { class: 'second' })
  const phrase = h('input', { 'aria-label': words.say('phrase'), autocomplete: 'off' })
  const again = async (...shown) => {
    await show(thread, details)
    details.lastChild.lastChild.replaceChildren(...shown)
  }
  const known = thread.token()
  const mine = known ? [
    act('phrase-make', async () => {
      const made = newPhrase()
      await askAsReader(thread, 'PUT', '/me/phrase', { phrase: made })
      out.replaceChildren(h('p', { class: 'box' }, words.say('phrase-is'), ' ', h('strong', {}, made)))
    }),
    act('mine', async () => {
      const record = await askAsReader(thread, 'GET', '/me/export')
      out.replaceChildren(h('ol', {}, record.comments.map((c) => h('li', {}, h('span', { class: 'dim' }, `${words.exact(c.postedAt)} · ${c.article} · `, c.receipt ? link(thread, c.receipt, words.say('status-' + c.status)) : words.say('status-' + c.status)), h('div', { dir: 'auto' }, c.text ?? '')))),
        h('a', { href: new URL(record.feed, thread.base).href }, words.say('feed')))
    }),
    act('export', async () => {
      const record = await askAsReader(thread, 'GET', '/me/export')
      const file = h('a', { download: `comments-${thread.site}.json`, href: URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)])) })
      file.click()
    }),
    act('erase', async () => out.replaceChildren(h('p', { class: 'box' }, words.say('erase-sure'), ' ', act('erase', async () => {
      await askAsReader(thread, 'DELETE', '/me')
      await forget(thread)
      await thread.load()
      await again(words.say('erased'))
    })))),
  ] : []
  const use = h('form', { onsubmit: (event) => event.preventDefault() }, h('label', {}, words.say('phrase-use'), phrase), h('div', { class: 'row' }, act('use', async () => {
    await prove(thread, phrase.value)
    await thread.load()
    await again(remember(thread).name ?? '')
  })))
  details.lastChild.tagName === 'DIV' && details.lastChild.remove()
  details.append(h('div', {}, h('p', { class: 'dim' }, words.say(known ? 'you-are' : 'you-guest')), h('div', { class: 'row' }, mine), use, fault, out))
}
