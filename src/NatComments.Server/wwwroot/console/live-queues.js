// @ts-check
/**
 * Follows the queues of a site: their lengths as they change, and who else is at work. A stream that breaks is opened again by the browser;
 * meanwhile, and where it was refused, the lengths are asked for now and then.
 */
import { api, askQuietly, connection, path } from './api.js'

// The server asks for a sign of life every half minute.
const signOfLife = 30_000
// 10 seconds between looks while there is no stream; a slow link carries that.
const lookEvery = 10_000

/**
 * @typedef {{name: string, count: number, entered?: number, oldest?: string | null}} QueueLength
 * @param {string} site
 * @param {(queues: QueueLength[]) => void} onQueues @param {(present: any[], claims: any[]) => void} onPresent @param {() => {queue: string, commentId: string | null}} look what is looked at now @param {() => boolean} hasViews whether lengths are wanted that the stream does not tell
 */
export const follow = (site, onQueues, onPresent, look, hasViews) => {
  let stopped = false
  let streaming = false
  /** @type {EventSource | null} */ let stream = null
  const open = () => {
    stream = new EventSource(`${api}${path(site, ['/live'])}`)
    stream.addEventListener('queues', event => {
      streaming = true
      onQueues(JSON.parse(event.data))
    })
    // A browser opens a stream that breaks again by itself, but not one that was refused.
    stream.addEventListener('error', () => {
      streaming = false
      if (stream?.readyState === EventSource.CLOSED) stream = null
    })
    stream.addEventListener('ended', () => {
      stream?.close()
      stream = null
      streaming = false
      connection.signInAgain()
    })
  }

  const quietly = async (/** @type {() => Promise<any>} */ what) => {
    try { return await what() } catch { return null }
  }
  const lookNow = async () => {
    const queues = await quietly(() => askQuietly('GET', path(site, ['/queues'])))
    if (stopped || !queues) return
    onQueues(queues)
    if (!stream) open()
  }
  const poll = () => { if (!document.hidden && (!streaming || hasViews())) lookNow() }
  const live = async () => {
    if (stopped || document.hidden) return
    await quietly(() => askQuietly('PUT', path(site, ['/presence']), look()))
    await quietly(() => askQuietly('PUT', path(site, ['/claims'])))
    const [present, claims] = await Promise.all([quietly(() => askQuietly('GET', path(site, ['/presence']))), quietly(() => askQuietly('GET', path(site, ['/claims'])))])
    if (!stopped) onPresent(present ?? [], claims ?? [])
  }
  const timers = [setInterval(poll, lookEvery), setInterval(live, signOfLife)]
  open()
  live()
  addEventListener('nat-signed-in', lookNow)
  return {
    look: lookNow,
    stop() {
      stopped = true
      removeEventListener('nat-signed-in', lookNow)
      stream?.close()
      timers.forEach(clearInterval)
    },
  }
}
