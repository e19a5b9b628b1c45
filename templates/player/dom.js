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
  find(`[data-action="${action}"]`).setAttribute('aria-disabled', String(!possible));
}
