// @ts-check
/**
 * <nat-decision-bar> is where one decides: publish, reject with a reason, escalate, with a note for colleagues. Rejecting opens the reasons:
 * the same key again takes the usual one, a letter another.
 * Events: nat-decide {outcome, reason}, nat-escalate, nat-undo. `note` is what was written.
 */
import { button, fill, h } from './elements.js'
import { reasonKeys } from './shortcuts.js'
import { named, say } from './words.js'

class DecisionBar extends HTMLElement {
  note = h('textarea', { rows: 1, maxlength: 1000, class: 'note' })
  reasons = h('div', { class: 'reasons', role: 'group', hidden: true })
  buttons = h('div', { class: 'row' })
  usual = 'spam'
  /** @type {string[]} */ codes = []
  /** @type {Element | null} */ cameFrom = null

  connectedCallback() {
    if (this.note.isConnected) return
    this.note.setAttribute('aria-label', say('note'))
    this.note.placeholder = say('note')
    this.reasons.setAttribute('aria-label', say('reason'))
    this.reasons.onkeydown = event => this.onReasonKey(event)
    this.replaceChildren(this.reasons, h('div', { class: 'decide' }, this.buttons, this.note))
  }

  /** Shows what can be done. @param {{usual: string, codes: string[], selected: number, canUndo: boolean, open: boolean}} now */
  show({ usual, codes, selected, canUndo, open }) {
    this.usual = usual
    this.codes = codes
    const of = selected > 0 ? ' ' + say('of-selected', { n: selected }) : ''
    const key = (/** @type {string} */ letter) => h('kbd', { 'aria-hidden': 'true' }, letter)
    const focused = this.buttons.contains(document.activeElement) && document.activeElement?.className
    fill(this.buttons,
      button([say('publish'), of, key('p')], () => this.decide('publish'), { class: 'main publish', disabled: !open, 'aria-keyshortcuts': 'p' }),
      button([say('reject'), of, key('r')], () => this.choose(), { class: 'main reject', disabled: !open, 'aria-haspopup': 'true', 'aria-expanded': String(!this.reasons.hidden), 'aria-keyshortcuts': 'r' }),
      button([say('escalate'), key('e')], () => this.dispatchEvent(new CustomEvent('nat-escalate')), { class: 'escalate', disabled: !open || selected > 0, 'aria-keyshortcuts': 'e' }),
      button([say('undo'), key('u')], () => this.dispatchEvent(new CustomEvent('nat-undo')), { class: 'undo', disabled: !canUndo, 'aria-keyshortcuts': 'u' }))
    if (focused) {
      const again = this.buttons.querySelector('.' + focused.split(' ').at(-1))
      if (again instanceof HTMLButtonElement && !again.disabled) again.focus()
    }
    if (!open) this.close()
  }

  /** Opens the reasons. */
  choose() {
    if (!this.reasons.hidden) return this.decide('reject', this.usual)
    const active = document.activeElement
    this.cameFrom = active instanceof HTMLElement ? active : null
    const codes = [this.usual, ...this.codes.filter(code => code !== this.usual)]
    const key = (/** @type {string} */ code, /** @type {number} */ i) => i === 0 ? 'r' : reasonKeys[code]
    fill(this.reasons, codes.map((code, i) => button(
      [named('reason', code), key(code, i) && h('kbd', { 'aria-hidden': 'true' }, key(code, i))],
      () => this.decide('reject', code), { 'data-code': code, class: i === 0 ? 'main' : '' })))
    this.reasons.hidden = false
    this.querySelector('.reject')?.setAttribute('aria-expanded', 'true')
    this.reasons.querySelector('button')?.focus({ preventScroll: true })
  }

  /** Closes the reasons; the focus is again where it was. */
  close() {
    if (this.reasons.hidden) return
    const inside = this.reasons.contains(document.activeElement)
    this.reasons.hidden = true
    this.querySelector('.reject')?.setAttribute('aria-expanded', 'false')
    if (inside && this.cameFrom instanceof HTMLElement && this.cameFrom.isConnected) this.cameFrom.focus({ preventScroll: true })
  }

  /** @param {KeyboardEvent} event */
  onReasonKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const buttons = [...this.reasons.querySelectorAll('button')]
    const at = buttons.findIndex(one => one === document.activeElement)
    const code = event.key === 'r' ? this.usual : Object.keys(reasonKeys).find(reason => reasonKeys[reason] === event.key && this.codes.includes(reason))
    if (event.key === 'Escape') this.close()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowRight') buttons[(at + 1) % buttons.length].focus()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') buttons[(at + buttons.length - 1) % buttons.length].focus()
    else if (code) this.decide('reject', code)
    else if (event.key.length > 1) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @param {'publish' | 'reject'} outcome @param {string} [reason] */
  decide(outcome, reason) {
    this.close()
    this.dispatchEvent(new CustomEvent('nat-decide', { detail: { outcome, reason } }))
  }
}
customElements.define('nat-decision-bar', DecisionBar)

export { DecisionBar }
