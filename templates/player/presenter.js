// A second window for the one who presents: next still, notes, clock; in step with the first.
'use strict';

const isPresenter = document.documentElement.classList.contains('presenter');
/** The window that this one is in step with. @type {Window | null} */
let peer = null;
let following = false;

/** @typedef {{ packetreel: 'hello' | 'bye' } | { packetreel: 'at', page: number, t: number, until: number | null, every: boolean, blank: boolean }} Message */

function openPresenter() {
  dialog('settings').close();
  if (isPresenter || document.documentElement.classList.contains('embed')) return;
  const view = `${location.href.replace(/[?#].*/, '')}?presenter${location.hash}`;
  peer = window.open(view, 'packetreel-presenter', 'popup,width=1200,height=760');
  // Where the browser allows no second window, this one is the presenter's.
  if (!peer) location.assign(view);
}

/** Whether a clicker's buttons go by steps: someone is presenting. */
function isPresenting() {
  return isPresenter || Boolean(document.fullscreenElement) || Boolean(peer && !peer.closed);
}

/** Says to the other window where we are, unless it said so itself. */
function tellPeer() {
  if (following || !peer || peer.closed) return;
  send({ packetreel: 'at', page: now.page, t: now.t, until: now.until, every: isEvery(), blank: isBlank() });
}

/**
 * A page from a file has no origin that could be named; what is said is no secret.
 * @param {Message} message
 */
function send(message) {
  peer?.postMessage(message, '*');
}

/** @param {MessageEvent} event */
function onMessage({ source, data }) {
  const from = /** @type {Window | null} */ (source);
  const isOurs = isPresenter ? from === peer : from !== null && from.parent === from && from.opener === window;
  if (!isOurs || typeof data !== 'object' || data === null) return;
  if (data.packetreel === 'hello' && !isPresenter) {
    peer = from;
    tellPeer();
  } else if (data.packetreel === 'at') {
    followPeer(data);
  }
}

/** @param {Record<string, unknown>} said */
function followPeer({ page, t, until, every, blank }) {
  const { duration } = reel.pages[Number(page)] ?? {};
  if (duration === undefined || typeof t !== 'number' || !(t >= 0)) return;
  if (until !== null && typeof until !== 'number') return;
  following = true;
  led = true;
  if (typeof every === 'boolean' && every !== isEvery()) toggleEvery();
  document.documentElement.classList.toggle('blank', blank === true);
  Object.assign(now, { page: Number(page), t: Math.min(t, reel.pages[Number(page)].duration), until, hold: 0 });
  show('replace');
  following = false;
}

function startPresenter() {
  window.addEventListener('message', onMessage);
  if (!isPresenter) return;
  peer = window.opener;
  find('.desk').hidden = false;
  find('.desk .back').hidden = Boolean(peer);
  const back = /** @type {HTMLAnchorElement} */ (find('.desk .back'));
  back.addEventListener('click', () => (back.href = `${location.pathname}${location.hash}`));
  startClock();
}

/**
 * The still that comes next, for the presenter.
 * @param {number} page
 * @param {number} step
 */
function showNext(page, step) {
  if (!isPresenter) return;
  const isLast = step >= reel.pages[page].steps.length;
  const [next, then] = isLast ? [page + 1, 0] : [page, step + 1];
  const title = sections[next] ? find('h2', sections[next]).textContent ?? '' : '';
  find('.desk .next').textContent = !title ? 'The end' : isLast ? title : `Step ${then} of ${reel.pages[page].steps.length}`;
  find('.desk .still').replaceChildren(...(title ? [picture(next, stillOf(next, then))] : []));
}

/** When the clock was started, or null while it stands; and the time that it had run before. */
let started = /** @type {number | null} */ (null);
let before = 0;

function startClock() {
  const timer = button('timer');
  const set = (/** @type {boolean} */ runs) => {
    const at = performance.now();
    if (started !== null) before += at - started;
    started = runs ? at : null;
    timer.textContent = runs ? 'Pause' : 'Start';
    tickClock();
  };
  timer.addEventListener('click', () => set(started === null));
  button('reset').addEventListener('click', () => {
    before = 0;
    if (started !== null) started = performance.now();
    tickClock();
  });
  setInterval(tickClock, 1000);
  set(true);
}

/** Once a second; the first window may have been loaded anew, so that it is greeted each time. */
function tickClock() {
  const seconds = Math.floor((before + (started === null ? 0 : performance.now() - started)) / 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const elapsed = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  find('.elapsed').textContent = hours ? `${hours}:${elapsed}` : elapsed;
  const time = new Date();
  find('.time').textContent = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (peer?.closed) {
    peer = null;
    find('.desk .back').hidden = false;
  }
  send({ packetreel: 'hello' });
}
