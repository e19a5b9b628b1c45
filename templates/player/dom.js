// Finding and making elements.
'use strict';

/**
 * The first element that matches; that there is one is the page's promise.
 * @param {string} selector
 * @param {ParentNode} root
 * @returns {HTMLElement}
 */
function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * @param {string} selector
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
function all(selector, root = document) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {(Node | string)[]} children
 */
function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

/**
 * @param {Element} part
 * @param {boolean} hidden
 */
function hide(part, hidden) {
  if (hidden) part.setAttribute('visibility', 'hidden');
  else part.removeAttribute('visibility');
}

/**
 * Buttons keep the focus where there is nothing more to do, so they are marked rather than disabled.
 * @param {string} action
 * @param {boolean} possible
 */
function enable(action, possible) {
  button(action).setAttribute('aria-disabled', String(!possible));
}

/** @param {string} action */
function button(action) {
  return find(`[data-action="${action}"]`);
}

/**
 * @param {string} id
 * @returns {HTMLDialogElement}
 */
function dialog(id) {
  return /** @type {HTMLDialogElement} */ (find(`#_${id}`));
}

/**
 * A dialog over the page; the focus returns to where it was when it closes.
 * @param {string} id
 */
function openDialog(id) {
  if (!dialog(id).open) dialog(id).showModal();
}

/** A click beside a dialog closes it. */
function closeByBackdrop() {
  for (const box of /** @type {HTMLDialogElement[]} */ (all('dialog'))) {
    box.addEventListener('click', ({ target, clientX: x, clientY: y }) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      if (target === box && (x < left || x > right || y < top || y > bottom)) box.close();
    });
  }
}

let fading = 0;

/**
 * Tells in passing, to eyes and ears, what was done.
 * @param {string} text
 */
function tell(text) {
  const status = find('.status');
  status.textContent = text;
  clearTimeout(fading);
  fading = window.setTimeout(() => status.replaceChildren(), 4000);
}
