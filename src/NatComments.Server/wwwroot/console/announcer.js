// @ts-check
/**
 * <nat-announcer> says what happened: on the status line at the foot of the page, and to screen readers. `tell(text, {action, run})` offers
 * one thing to do about it (undo).
 */
import { button, fill, h } from './elements.js'

class Announcer extends HTMLElement {
  line = h('span', { role: 'status', 'aria-live': 'polite' })
  place = h('span', {})

  connectedCallback() {
    this.replaceChildren(this.line, this.place)
  }

  /** @param {string} text @param {{bad?: boolean, action?: string, run?: () => void}} [more] */
  tell(text, { bad = false, action, run } = {}) {
    this.classList.toggle('bad', bad)
    this.line.textContent = text
    fill(this.place, action && run && button(action, run))
  }
}
customElements.define('nat-announcer', Announcer)

/** Says something to whoever is at the console. @param {string} text @param {{bad?: boolean, action?: string, run?: () => void}} [more] */
export const tell = (text, more) => {
  const line = document.querySelector('nat-announcer')
  if (line instanceof Announcer) line.tell(text, more)
}
