// What the page holds, where we are in it, and which step a time belongs to. 0 is the start of a page, before its first step.
'use strict';

/** The pages as they are told now. */
const reel = { pages: tellings[0], packets };
const sections = all('section.page');
const caption = find('.say .caption');
const where = find('.say .where');
const scrubber = /** @type {HTMLInputElement} */ (find('.scrubber input'));
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Where we are. `until` is the time at which motion stops: null at rest, Infinity where it plays on. */
const now = { page: 0, t: 0, until: /** @type {number | null} */ (null), hold: 0 };
/** What the reader was last told, so that it is said once. */
const told = { page: -1, step: -1 };

/**
 * @param {number} page
 * @param {number} t
 */
function stepAt(page, t) {
  if (t <= 0) return 0;
  return reel.pages[page].steps.filter(({ start }) => start < t).length;
}

/**
 * The last moment that belongs to a step.
 * @param {number} page
 * @param {number} step
 */
function endOf(page, step) {
  const { steps, duration } = reel.pages[page];
  if (step === 0) return 0;
  return step >= steps.length ? duration : steps[step - 1].end;
}

/**
 * The telling moment of a step, which its still shows; without motion, its end.
 * @param {number} page
 * @param {number} step
 */
function stillOf(page, step) {
  return calm.matches || step === 0 ? endOf(page, step) : reel.pages[page].steps[step - 1].still;
}
