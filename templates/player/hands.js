// Keys and buttons.
'use strict';

/** @type {Record<string, () => void>} */
const actions = {
  'previous-page': () => rest(now.page - 1, 0),
  'previous-step': previousStep,
  play: playOrPause,
  'next-step': nextStep,
  'next-page': () => rest(now.page + 1, 0),
  'full-screen': toggleFullScreen,
  help: () => /** @type {HTMLDialogElement} */ (find('#_help')).showModal(),
};

/** @type {Record<string, () => void>} */
const keys = {
  ArrowRight: nextStep,
  ArrowLeft: previousStep,
  ArrowDown: actions['next-page'],
  PageDown: actions['next-page'],
  ArrowUp: actions['previous-page'],
  PageUp: actions['previous-page'],
  ' ': playOrPause,
  Home: () => rest(0, 0),
  End: () => rest(sections.length - 1, 0),
  d: () => find('[data-action="theme"]').click(),
  f: toggleFullScreen,
  '?': actions.help,
};

function toggleFullScreen() {
  const refused = () => {}; // The browser may say no; there is nothing to do about it.
  if (document.fullscreenElement) document.exitFullscreen().catch(refused);
  else document.documentElement.requestFullscreen?.().catch(refused);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = /** @type {Element} */ (event.target);
  if (target.matches('input, textarea, select')) return;
  if (key === ' ' && target.closest('button, summary, [role="button"]')) return;
  const act = keys[key];
  if (!act) return;
  event.preventDefault();
  if (scrolls(key)) return;
  if (event.repeat && key !== 'ArrowRight' && key !== 'ArrowLeft') return;
  act();
}

/**
 * On a page of prose that is longer than the window, up and down scroll before they turn the page.
 * @param {string} key
 */
function scrolls(key) {
  const section = sections[now.page];
  const way = { ArrowDown: 1, PageDown: 1, ArrowUp: -1, PageUp: -1 }[key];
  if (!way || section.classList.contains('drawn')) return false;
  const body = find('.body', section);
  const scroller = body.scrollHeight > body.clientHeight + 1 ? body : document.documentElement;
  const room = way > 0 ? scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop : scroller.scrollTop;
  if (room < 2) return false;
  scroller.scrollBy({ top: way * (key.startsWith('Page') ? 0.9 * scroller.clientHeight : 80) });
  return true;
}
