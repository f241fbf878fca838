// @ts-check
/**
 * Speaks with the server. A session that has ended does not lose the request: somebody signs in again over the page, and the request goes on.
 */

/** @typedef {{account: string, name: string, publicName: string, roles: Record<string, string>, antiForgery: string, mustSetPassword: boolean, mustSetSecondFactor: boolean, secondFactor: boolean, recoveryCodesLeft: number, endsAt: string | null, idleSeconds: number | null, secondsLeft: number | null, latestEnd: string | null}} Session */

/** A request that was turned down: `code` is stable, `title` is for people who read English. */
export class Problem extends Error {
  /** @param {{code?: string, title?: string, detail?: string, status?: number}} problem */
  constructor(problem) {
    super(problem.title ?? problem.code ?? 'other')
    this.code = problem.code ?? 'other'
    this.title = problem.title
    this.detail = problem.detail
    this.status = problem.status ?? 0
  }
}

// The server writes down that a session was used when a tenth of its time is gone.
const written = 0.9
/** Where the interface is: beside the console, whatever path the server has. */
export const api = new URL('../api/v1', import.meta.url).pathname

// A request that hangs longer is given up; slow links need seconds, not minutes.
const patience = 30_000

/** usedAt: when somebody last asked the server for something by hand; endsAt: when the session ends without use, as far as it is known here. @type {{session: Session | null, usedAt: number, endsAt: number, signInAgain: () => Promise<void>}} */
export const connection = { session: null, usedAt: 0, endsAt: 0, signInAgain: () => Promise.reject(new Problem({ code: 'not-signed-in' })) }

/** @param {string} method @param {string} path @param {any} body @param {boolean} [background] nobody asked for it by hand, so it keeps no session alive */
const send = async (method, path, body, background = false) => {
  /** @type {Response} */
  let answer
  try {
    answer = await fetch(api + path, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
      headers: {
        ...body !== undefined && { 'content-type': 'application/json' },
        ...background && { 'X-Background': 'true' },
        ...method !== 'GET' && connection.session && { 'X-Anti-Forgery': connection.session.antiForgery },
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch { throw new Problem({ code: 'offline' }) }
  const isJson = answer.headers.get('content-type')?.includes('json')
  const data = isJson ? await answer.json().catch(() => null) : answer.ok ? await answer.text() : null
  if (!answer.ok) throw new Problem({ status: answer.status, ...data })
  if (!background) {
    connection.usedAt = Date.now()
    connection.endsAt = Math.max(connection.endsAt, Date.now() + (connection.session?.idleSeconds ?? 0) * 1_000 * written)
  }
  return data
}

/** Who is signed in with this browser; null for nobody. @returns {Promise<Session | null>} */
export const whoAmI = async () => {
  connection.session = await send('GET', '/session?ifAny=true', undefined) || null
  return lasts(connection.session)
}

/** Takes over how long a session lasts. @template {Session | null} T @param {T} session @returns {T} */
const lasts = session => {
  if (session?.secondsLeft) connection.endsAt = Date.now() + session.secondsLeft * 1_000
  return session
}

/** Who is signed in, without keeping the session alive. @returns {Promise<Session | null>} */
export const whoIsThere = async () => lasts(/** @type {Session | null} */ (await send('GET', '/session?ifAny=true', undefined, true) || null))

/** Signs in. @param {{name: string, password: string, code?: string}} who @returns {Promise<Session>} */
export const signIn = async who => lasts(connection.session = await send('POST', '/session', who))

/** Asks the server. Throws {@link Problem}. @param {string} method @param {string} path @param {any} [body] @returns {Promise<any>} */
export const ask = async (method, path, body) => {
  try {
    return await send(method, path, body)
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    if (problem.code === 'not-signed-in') await connection.signInAgain()
    else if (problem.code === 'forgery-check-failed') await anotherTab()
    else if (problem.code === 'password-must-be-set' || problem.code === 'second-factor-must-be-set') await whoAmI().then(connection.signInAgain)
    else throw problem
    return send(method, path, body)
  }
}

// Somebody signed in anew in another tab: the cookie is the new session's. It is taken over only by the same person.
const anotherTab = async () => {
  const before = connection.session?.account
  const now = await whoAmI()
  if (!now) await connection.signInAgain()
  else if (now.account !== before) location.reload()
}

/** Asks without troubling anybody: a session that has ended is only a problem here, and none is kept alive by it. @param {string} method @param {string} path @param {any} [body] @returns {Promise<any>} */
export const askQuietly = (method, path, body) => send(method, path, body, true)

const ranks = ['auditor', 'moderator', 'editor', 'administrator']

/** The role of whoever is signed in on a site, or null. @param {string} site */
export const roleOn = site => {
  const roles = connection.session?.roles ?? {}
  const rank = Math.max(ranks.indexOf(roles[site]), ranks.indexOf(roles['*']))
  return rank < 0 ? null : ranks[rank]
}

/** Whether whoever is signed in may do what needs this role. @param {string} site @param {string} least */
export const may = (site, least) => ranks.indexOf(roleOn(site) ?? '') >= ranks.indexOf(least)

/** The path of something of a site. @param {string} site @param {TemplateStringsArray | string[]} parts @param {...any} values */
export const path = (site, parts, ...values) =>
  `/sites/${encodeURIComponent(site)}` + parts.map((part, i) => part + (i < values.length ? encodeURIComponent(String(values[i])) : '')).join('')
