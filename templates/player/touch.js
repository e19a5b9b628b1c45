// Fingers: a swipe turns the page, a tap on the picture goes a step on, or back at its left.
'use strict';

const SWIPE_PX = 48;
const TAP_PX = 10;
const TAP_MS = 500;

function startTouch() {
  /** @type {PointerEvent | null} */
  let down = null;
  const main = find('main');
  main.addEventListener('pointerdown', (event) => {
    const { target, isPrimary, pointerType } = event;
    const takes = isPrimary && pointerType !== 'mouse' && isFree(/** @type {Element} */ (target));
    down = takes ? event : null;
  });
  main.addEventListener('pointercancel', () => (down = null));
  main.addEventListener('pointerup', (event) => {
    if (down?.pointerId === event.pointerId && isZoomedOut()) gesture(down, event);
    down = null;
  });
}

/**
 * Whether a gesture may begin here: not where something scrolls sideways or is moved itself.
 * @param {Element} target
 */
function isFree(target) {
  return isZoomedOut() && !target.closest('.controls, .scroll, pre, .transcript');
}

function isZoomedOut() {
  return (visualViewport?.scale ?? 1) < 1.01 && document.getSelection()?.isCollapsed !== false;
}

/**
 * @param {PointerEvent} from
 * @param {PointerEvent} to
 */
function gesture(from, to) {
  const x = to.clientX - from.clientX;
  const y = to.clientY - from.clientY;
  const target = /** @type {Element} */ (from.target);
  if (Math.abs(x) >= SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) rest(now.page - Math.sign(x), 0);
  else if (Math.hypot(x, y) <= TAP_PX && to.timeStamp - from.timeStamp < TAP_MS) tap(target, to.clientX);
}

/**
 * @param {Element} target
 * @param {number} x
 */
function tap(target, x) {
  if (!target.closest('.board, .hosts') || target.closest('[data-key]')) return;
  if (x < innerWidth / 3) previousStep();
  else nextStep();
}
