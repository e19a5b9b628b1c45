// The pictures of a page: tracks are evaluated with the same arithmetic as in the frames.
'use strict';

/**
 * The `width` numbers that a track has at `t`.
 * @param {Keys} keys
 * @param {number} width
 * @param {number} t
 */
function valueAt(keys, width, t) {
  const stride = width + 2;
  let after = 0;
  while (after < keys.length && keys[after] <= t) after += stride;
  /** @param {number} key */
  const value = (key) => keys.slice(key + 1, key + 1 + width);
  if (after === 0) return value(0);
  const before = after - stride;
  if (after >= keys.length) return value(before);
  const ramp = keys[after + 1 + width];
  const part = (t - keys[before]) / Math.max(keys[after] - keys[before], 1);
  const eased = ramp === 0 ? 0 : ramp === 1 ? part : part * part * (3 - 2 * part);
  const to = value(after);
  return value(before).map((from, index) => from + (to[index] - from) * eased);
}

/**
 * How many of a typed text's clusters stand at `t`.
 * @param {[from: number, to: number]} typed
 * @param {number} clusters
 * @param {number} t
 */
function typedAt([from, to], clusters, t) {
  if (t >= to) return clusters;
  return Math.floor((Math.max(t - from, 0) * clusters) / Math.max(to - from, 1));
}

/**
 * A page's picture as a function that draws it at a time, touching only what differs from the last.
 * @param {HTMLElement} section
 * @param {number} number
 */
function openBoard(section, number) {
  const page = reel.pages[number];
  const sprites = Object.entries(page.motions).map(([index, motion]) => {
    const group = find(`[data-sprite="${index}"]`, section);
    return { group, motion, clusters: all('tspan', group), last: { opacity: -1, shift: '', typed: -1 } };
  });
  for (const group of all('[data-packet], [data-arrow]', section)) {
    openButton(group, group.dataset.arrow ?? `${number}.${group.dataset.packet}`);
  }
  const stage = section.querySelector('svg.stage');

  /** @param {number} t */
  const draw = (t) => {
    for (const { group, motion, clusters, last } of sprites) {
      if (motion.o) {
        const opacity = Math.floor(valueAt(motion.o, 1, t)[0] + 0.5);
        if (opacity !== last.opacity) {
          hide(group, opacity === 0);
          group.setAttribute('opacity', String(opacity / 100));
        }
        last.opacity = opacity;
      }
      if (motion.s) {
        const shift = `translate(${valueAt(motion.s, 2, t).map(rounded).join(' ')})`;
        if (shift !== last.shift) group.setAttribute('transform', shift);
        last.shift = shift;
      }
      if (motion.y) {
        const typed = typedAt(motion.y, clusters.length, t);
        if (typed !== last.typed) clusters.forEach((cluster, index) => hide(cluster, index >= typed));
        last.typed = typed;
      }
    }
  };
  /** @param {string} alt */
  const describe = (alt) => stage?.setAttribute('aria-label', alt);
  /** @param {number} t */
  const thumbnail = (t) => {
    draw(t);
    const copy = /** @type {SVGElement} */ (stage?.cloneNode(true) ?? document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
    if (number === now.page) draw(now.t);
    for (const group of copy.querySelectorAll('[role]')) ['role', 'tabindex', 'data-key'].forEach((name) => group.removeAttribute(name));
    return copy;
  };
  return { draw, describe, thumbnail };
}

function isEvery() {
  return false;
}

/** @param {boolean} _on */
function setEvery(_on) {}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

const boards = sections.map(openBoard);
