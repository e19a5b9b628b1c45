// Going somewhere: to a step, to a page, or on and on as time passes.
'use strict';

/** How long a page that plays by itself stands still before its first step. */
const TURN_MS = 1000;

/**
 * Shows a page as it is when this step is over, without motion.
 * @param {number} page
 * @param {number} step
 */
function rest(page, step) {
  if (!reel.pages[page]) return;
  const from = now.page;
  Object.assign(now, { page, t: endOf(page, step), until: null, hold: 0 });
  show(page === from ? 'replace' : 'push');
}

/** @param {number} step */
function playStep(step) {
  const { start } = reel.pages[now.page].steps[step - 1];
  const end = endOf(now.page, step);
  Object.assign(now, { t: calm.matches ? end : start + 1, until: calm.matches ? null : end, hold: 0 });
  show('replace');
  run();
}

function nextStep() {
  const step = stepAt(now.page, now.t);
  if (step < reel.pages[now.page].steps.length) playStep(step + 1);
  else rest(now.page + 1, 0);
}

function previousStep() {
  const step = stepAt(now.page, now.t);
  if (step > 0) rest(now.page, step - 1);
  else if (now.page > 0) rest(now.page - 1, reel.pages[now.page - 1].steps.length);
}

function pause() {
  if (now.until === null) return;
  now.until = null;
  show('replace');
}

/** The time at which play rests: never, or where the step is over that is shown or comes next. */
function playsTo() {
  if (!settings.stop) return Infinity;
  const step = stepAt(now.page, now.t);
  const end = endOf(now.page, step);
  return step > 0 && now.t < end ? end : endOf(now.page, step + 1);
}

/**
 * Shows the telling moment of a step, without motion.
 * @param {number} page
 * @param {number} step
 */
function jump(page, step) {
  const from = now.page;
  Object.assign(now, { page, t: stillOf(page, step), until: null, hold: 0 });
  show(page === from ? 'replace' : 'push');
}

/**
 * Goes by some milliseconds within the page.
 * @param {number} by
 */
function nudge(by) {
  const t = Math.min(Math.max(now.t + by, 0), reel.pages[now.page].duration);
  Object.assign(now, { t, until: null, hold: 0 });
  show('replace');
}

function playOrPause() {
  if (now.until !== null) {
    pause();
    return;
  }
  const { page, t } = now;
  if (t >= reel.pages[page].duration) {
    const next = reel.pages.findIndex(({ steps }, index) => index > page && steps.length > 0);
    const first = reel.pages.findIndex(({ steps }) => steps.length > 0);
    Object.assign(now, { page: next < 0 ? Math.max(first, 0) : next, t: 0, hold: TURN_MS });
  }
  now.until = playsTo();
  show(now.page === page ? 'replace' : 'push');
  run();
}

let running = false;
/** Whether another window keeps the time. */
let led = false;

/** Lets time pass until there is nothing more to move. */
function run() {
  led = false;
  if (running) return;
  running = true;
  let last = performance.now();
  /** @param {number} at */
  const tick = (at) => {
    const passed = Math.min(Math.max(at - last, 0), 250);
    last = at;
    if (now.until !== null && !led) {
      advance(passed * settings.speed);
      show('replace');
    }
    running = now.until !== null && !led;
    if (running) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/** @param {number} passed in milliseconds of the lesson's time */
function advance(passed) {
  if (now.until === null) return;
  if (now.hold > 0) {
    now.hold -= passed;
    return;
  }
  const { duration } = reel.pages[now.page];
  now.t = Math.min(now.t + passed, now.until, duration);
  if (now.t === now.until) now.until = null;
  else if (now.t === duration) turnPage();
}

/** Goes on to the next page; one without steps is read at leisure, so it ends the play. */
function turnPage() {
  const next = reel.pages[now.page + 1];
  if (next) Object.assign(now, { page: now.page + 1, t: 0, hold: TURN_MS });
  if (!next?.steps.length) now.until = null;
}
