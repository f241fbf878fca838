// @ts-check
/**
 * Follows the queues of a site: their lengths as they change, and who else is at work. A stream that breaks is opened again by the browser;
 * meanwhile, and where it was refused, the lengths are asked for now and then.
 */
import { tell } from './announcer.js'
import { askQuietly, path } from './api.js'
import { say } from './words.js'

// The server asks for a sign of life every half minute.
const signOfLife = 30_000
// 10 seconds between looks while there is no stream; a slow link carries that.
const lookEvery = 10_000

/**
 * @typedef {{name: string, count: number, entered?: number, oldest?: string | null}} QueueLength
 * @param {string} site
 * @param {(queues: QueueLength[]) => void} onQueues @param {(present: any[], claims: any[]) => void} onPresent @param {() => {queue: string, commentId: string | null}} look what is looked at now
 */
export const follow = (site, onQueues, onPresent, look) => {
  let stopped = false
  let streaming = false
  const stream = new EventSource(`/api/v1${path(site, ['/live'])}`)
  stream.addEventListener('queues', event => {
    streaming = true
    onQueues(JSON.parse(event.data))
  })
  stream.addEventListener('error', () => { streaming = false })
  stream.addEventListener('ended', () => {
    stream.close()
    streaming = false
    tell(say('signed-out'), { bad: true })
  })

  const quietly = async (/** @type {() => Promise<any>} */ what) => {
    try { return await what() } catch { return null }
  }
  const poll = async () => {
    if (stopped || streaming || document.hidden) return
    const queues = await quietly(() => askQuietly('GET', path(site, ['/queues'])))
    if (queues && !stopped) onQueues(queues)
  }
  const live = async () => {
    if (stopped || document.hidden) return
    await quietly(() => askQuietly('PUT', path(site, ['/presence']), look()))
    await quietly(() => askQuietly('PUT', path(site, ['/claims'])))
    const [present, claims] = await Promise.all([quietly(() => askQuietly('GET', path(site, ['/presence']))), quietly(() => askQuietly('GET', path(site, ['/claims'])))])
    if (!stopped) onPresent(present ?? [], claims ?? [])
  }
  const timers = [setInterval(poll, lookEvery), setInterval(live, signOfLife)]
  live()
  return {
    live,
    stop() {
      stopped = true
      stream.close()
      timers.forEach(clearInterval)
    },
  }
}
