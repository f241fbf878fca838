// @ts-check
/** What every part of the console draws with. Text goes in as text; markup only as the server has sanitised it. */

/** @typedef {Node | string | number | false | null | undefined} Child */

const makers = /** @type {any} */ (globalThis).trustedTypes
const policy = makers?.createPolicy('nat-console', { createHTML: (/** @type {string} */ html) => html })

/**
 * Makes an element. Functions become handlers, true an empty attribute; false, null and undefined are left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const h = (tag, props = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') /** @type {any} */ (element)[name] = value
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...kept(children))
  return element
}

/** The children that are to be shown. @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
const kept = children => /** @type {(Node | string)[]} */ (children.flat(3).filter(child => child || child === 0).map(child => typeof child === 'number' ? String(child) : child))

/** Puts other children in the place of those there are. @param {Element} element @param {...(Child | Child[])} children */
export const fill = (element, ...children) => element.replaceChildren(...kept(children))

/** A button that is no submit. @param {Child | Child[]} label @param {(event: Event) => void} onclick @param {Record<string, any>} [props] */
export const button = (label, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, label)

/** A field with its label over it. @param {string} label @param {HTMLElement} input @param {Child} [hint] */
export const field = (label, input, hint) => h('label', { class: 'field' }, h('span', {}, label), input, hint && h('small', {}, hint))

/** A choice. @param {[value: string, label: string][]} options @param {string} chosen @param {Record<string, any>} [props] */
export const choice = (options, chosen, props = {}) =>
  h('select', props, options.map(([value, label]) => h('option', { value, selected: value === chosen }, label)))

/** Shows what the server has sanitised; nothing else may come here. @param {string} html */
export const sanitised = html => {
  const body = h('div', { class: 'body', dir: 'auto' })
  body.append(...new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html').body.childNodes)
  return body
}

const svgSpace = 'http://www.w3.org/2000/svg'

/** Makes a piece of a drawing. @param {string} tag @param {Record<string, string | number>} [props] @param {...(Node | string)} children */
export const svg = (tag, props = {}, ...children) => {
  const element = document.createElementNS(svgSpace, tag)
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

/**
 * A dialog over the page. It is gone when it is closed, and the focus is again where it was.
 * @param {string} title @param {(Child | Child[])[]} children @param {Record<string, any>} [props] @returns {HTMLDialogElement}
 */
export const dialog = (title, children, props = {}) => {
  const before = document.activeElement
  const heading = h('h2', { id: 'dialog-' + ++dialogs, tabindex: -1, autofocus: true }, title)
  const made = h('dialog', { 'aria-labelledby': heading.id, ...props }, heading, ...children)
  made.addEventListener('close', () => {
    made.remove()
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  })
  document.body.append(made)
  made.showModal()
  return made
}
let dialogs = 0

/** Asks for a line of text, or only whether to go on. Null when it was called off. @param {string} title @param {{label?: string, value?: string, ok: string, cancel: string, text?: string, multiline?: boolean, max?: number}} words @returns {Promise<string | null>} */
export const prompted = (title, { label, value = '', ok, cancel, text, multiline, max = 1000 }) => new Promise(done => {
  const input = multiline ? h('textarea', { rows: 3, maxlength: max }) : h('input', { maxlength: max, autocomplete: 'off' })
  input.value = value
  const go = h('button', { class: 'main' }, ok)
  const form = h('form', {
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault()
      done(input.value)
      box.close()
    },
  }, text && h('p', {}, text), label && field(label, input), h('div', { class: 'row' }, go, button(cancel, () => box.close())))
  const box = dialog(title, [form])
  input.addEventListener('keydown', (/** @type {any} */ event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && form.requestSubmit())
  box.addEventListener('close', () => done(null))
  ;(label ? input : go).focus()
})

/** Whether somebody writes in this element, so that a key is a letter and not a command. @param {EventTarget | null} target */
export const isWriting = target => target instanceof HTMLElement
  && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type))
