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
// Whoever writes for long sends nothing: a sixth of the time (5 of 30 minutes) after the last request their typing counts as use.
const touchShare = 1 / 6

let touchedAt = 0
let warned = false

const stay = async () => {
  if (!await whoAmI()) await connection.signInAgain()
}

// What is known here is an estimate, and another tab may have kept the session alive: the server is asked before anybody is troubled.
const look = async () => {
  const idle = (connection.session?.idleSeconds ?? 0) * 1_000
  if (!idle) return
  if (touchedAt > connection.usedAt && Date.now() - connection.usedAt > idle * touchShare) await stay()
  if (connection.endsAt - Date.now() > warnBefore) return hush()
  const session = await whoIsThere()
  if (!session) {
    hush()
    await connection.signInAgain()
  } else if (connection.endsAt - Date.now() > warnBefore) hush()
  else warn(session.endsAt === session.latestEnd)
}

/** @param {boolean} last the session ends whatever is done */
const warn = last => {
  const words = say(last ? 'session-ends' : 'session-idle', { n: Math.max(1, Math.ceil((connection.endsAt - Date.now()) / 60_000)) })
  tell(words, { bad: true, ...!last && { action: say('session-stay'), run: () => quietly(async () => { await stay(); hush() }) } })
  warned = true
}

const hush = () => {
  if (warned) tell('')
  warned = false
}

// A server that does not answer now is asked again at the next look.
const quietly = (/** @type {() => Promise<void>} */ what) => what().catch(() => {})

/** Begins to watch. */
export const watchSession = () => {
  for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, () => { touchedAt = Date.now() }, { capture: true, passive: true })
  setInterval(() => quietly(look), lookEvery)
  addEventListener('visibilitychange', () => { if (!document.hidden) quietly(look) })
}
