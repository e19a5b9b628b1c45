// Keys and buttons.
'use strict';

/** @type {Record<string, () => void>} */
const actions = {
  'previous-page': () => rest(now.page - 1, 0),
  'previous-step': previousStep,
  play: playOrPause,
  'next-step': nextStep,
  'next-page': () => rest(now.page + 1, 0),
  overview: openOverview,
  search: openSearch,
  settings: () => openDialog('settings'),
  'full-screen': toggleFullScreen,
  help: () => {
    dialog('settings').close();
    openDialog('help');
  },
  captions: toggleCaptions,
  stop: toggleStop,
  'every-packet': toggleEvery,
  presenter: openPresenter,
  transcript: toggleTranscript,
  'close-transcript': toggleTranscript,
  'copy-link': copyLink,
  'previous-packet': () => turnPacket(-1),
  'next-packet': () => turnPacket(1),
};

/** @type {Record<string, () => void>} */
const keys = {
  ArrowRight: nextStep,
  ArrowLeft: previousStep,
  ArrowDown: actions['next-page'],
  PageDown: () => (isPresenting() ? nextStep() : actions['next-page']()),
  ArrowUp: actions['previous-page'],
  PageUp: () => (isPresenting() ? previousStep() : actions['previous-page']()),
  ' ': playOrPause,
  Home: () => rest(0, 0),
  End: () => rest(sections.length - 1, 0),
  ',': () => nudge(-FRAME_MS),
  '.': () => (isPresenting() ? blank() : nudge(FRAME_MS)),
  '/': openSearch,
  '?': actions.help,
  a: toggleEvery,
  b: blank,
  c: toggleCaptions,
  d: () => button('theme').click(),
  f: toggleFullScreen,
  o: openOverview,
  p: openPresenter,
  t: toggleTranscript,
};

/** How far a single frame is, and the keys that may be held down. */
const FRAME_MS = 50;
/** What a box that scrolls does itself. */
const MOVES = /^(Arrow|Page|Home|End| )/;
const HELD = ['ArrowRight', 'ArrowLeft', ',', '.'];

function toggleFullScreen() {
  dialog('settings').close();
  const refused = () => {}; // The browser may say no; there is nothing to do about it.
  if (document.fullscreenElement) document.exitFullscreen().catch(refused);
  else document.documentElement.requestFullscreen?.().catch(refused);
}

/** Hides everything while the speaker speaks, until the next key; in the presenter's window, from the audience alone. */
function blank() {
  document.documentElement.classList.toggle('blank');
  tellPeer();
}

function isBlank() {
  return document.documentElement.classList.contains('blank');
}

/** On a narrow screen what is less needed leaves the head for the settings. */
function placeTools() {
  const narrow = matchMedia('(max-width: 599.98px)');
  const place = () => find(narrow.matches ? '.commands' : '.tools').append(button('full-screen'), button('help'));
  narrow.addEventListener('change', place);
  place();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = /** @type {Element} */ (event.target);
  if (document.querySelector('dialog[open]')) {
    if (target.closest('#_overview')) onOverviewKey(event);
    return;
  }
  const act = keys[key];
  if (!act || isOwn(target, key)) return;
  event.preventDefault();
  if (isBlank() && key !== 'b' && key !== '.') blank();
  if (!scrolls(key) && (!event.repeat || HELD.includes(key))) act();
}

/**
 * Whether a key means something to what has the focus.
 * @param {Element} target
 * @param {string} key
 */
function isOwn(target, key) {
  if (target.matches('input, textarea, select')) return true;
  if (key === ' ' && target.closest('button, summary, [role="button"]')) return true;
  return MOVES.test(key) && target.closest('.box, .scroll, pre') !== null;
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
