// @ts-check
/**
 * Watches over the session: work at the console keeps it alive, an open page alone does not. Before it ends for want of use, people are told and can stay;
 * when it has ended, somebody signs in again over the page, and what was written there stays.
 */
import { tell } from './announcer.js'
import { connection, whoAmI, whoIsThere } from './api.js'
import { say } from './words.js'

// Looks every 15 seconds: often enough to warn in time.
const lookEvery = 15_000
// Two minutes before the end there is time to come back to the screen.
const warnBefore = 120_000
// A session is written down again when a tenth of its time is gone, so it may end that much earlier than the last use says.
const sure = 0.9
// Whoever writes for long sends nothing: a sixth of the time (5 of 30 minutes) after the last request their typing counts as use.
const touchShare = 1 / 6

let touchedAt = 0
let warned = false

/** When the session ends if nothing is done, in milliseconds. @param {import('./api.js').Session} session */
const endOf = session => Math.min(connection.usedAt + (session.idleSeconds ?? 0) * 1_000 * sure, Date.parse(session.latestEnd ?? '') || Infinity)

const stay = () => whoAmI().then(session => { if (!session) connection.signInAgain() }, () => {})

const look = async () => {
  const { session } = connection
  if (!session?.idleSeconds) return
  const now = Date.now()
  if (touchedAt > connection.usedAt && now - connection.usedAt > session.idleSeconds * 1_000 * touchShare) {
    await stay()
    return
  }
  const left = endOf(session) - now
  if (left > warnBefore) {
    if (warned) tell('')
    warned = false
  } else if (left > 0 && !warned) {
    warned = true
    const last = (Date.parse(session.latestEnd ?? '') || Infinity) - now <= warnBefore
    tell(say(last ? 'session-ends' : 'session-idle', { n: Math.max(1, Math.ceil(left / 60_000)) }), { bad: true, ...!last && { action: say('session-stay'), run: () => { tell(''); stay() } } })
  } else if (left <= 0 && !await whoIsThere().catch(() => session)) await connection.signInAgain()
}

/** Begins to watch. */
export const watchSession = () => {
  for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, () => { touchedAt = Date.now() }, { capture: true, passive: true })
  setInterval(look, lookEvery)
  addEventListener('visibilitychange', () => { if (!document.hidden) look() })
}
