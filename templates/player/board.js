// The pictures of a page: made of the drawings that the page holds, and drawn at any time with the same arithmetic as in
// the frames.
'use strict';

const PICTURE = 'http://www.w3.org/2000/svg';
/** How far around a packet or an arrow a touch still counts. */
const REACH = 4;
/** Among the shifts: that of the panel's camera. */
const CAMERA = 1;
const LABELS = { stage: 'Hosts and packets', ladder: 'Packets so far', terminal: 'Terminal' };
/** Windows that are too narrow for the frame's arrangement. */
const slim = matchMedia('(max-width: 1179.98px)');

/**
 * One change of a value, with its times in the page.
 * @typedef {{ from: number, length: number, smooth: boolean, to: number[] }} Move
 */
/**
 * A sprite that changes, and how it was drawn last.
 * @typedef {object} Moving
 * @property {SVGElement} group
 * @property {[x: number, y: number]} at
 * @property {Move[]} opacity
 * @property {Move[]} shift
 * @property {{ from: number, length: number, element: Element, text: string, ends: number[] } | null} typed
 * @property {{ opacity: number, shift: string, typed: number }} last
 */

/**
 * An element of a picture.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
function drawn(name, attributes, ...children) {
  const made = document.createElementNS(PICTURE, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.append(...children);
  return made;
}

/** @param {(number | string)[]} mark */
function markOf(mark) {
  const [look, x, y, width, height, rx = 0] = mark;
  if (typeof look === 'string') return drawn('use', { href: `#icon-${look}`, x, y, width, height: width });
  const type = { class: `l${look}` };
  if (typeof x === 'string') return drawn('path', { ...type, d: x });
  if (mark.length === 4) return drawn('text', { ...type, x, y }, data.texts[Number(width)]);
  return drawn('rect', { ...type, x, y, width, height, rx });
}

/** @param {number} number */
function drawingOf(number) {
  const known = document.getElementById(`_${number}`);
  const marks = known ? [...known.childNodes].map((mark) => mark.cloneNode(true)) : data.drawings[number - data.drawn].map(markOf);
  return drawn('g', {}, ...marks);
}

/**
 * The moves of a track whose values are `width` numbers; the first one sets the value that it begins with.
 * @param {number[]} track
 * @param {number} width
 * @param {(moment: number, since: number) => number} timeOf
 */
function movesOf(track, width, timeOf) {
  /** @type {Move[]} */
  const moves = [{ from: 0, length: 0, smooth: false, to: track.slice(0, width) }];
  for (let at = width; at < track.length; at += 3 + width) {
    const [moment, since, length, ...to] = track.slice(at, at + 3 + width);
    moves.push({ from: timeOf(moment, since), length: Math.abs(length), smooth: length < 0, to });
  }
  return moves;
}

/**
 * @param {Move[]} moves
 * @param {number} t
 */
function valueAt(moves, t) {
  let index = moves.length - 1;
  while (index > 0 && moves[index].from > t) index -= 1;
  const { from, length, smooth, to } = moves[index];
  if (index === 0 || t >= from + length) return to;
  const part = (t - from) / length;
  const eased = smooth ? part * part * (3 - 2 * part) : part;
  return moves[index - 1].to.map((before, axis) => before + (to[axis] - before) * eased);
}

/**
 * How many of a typed text's clusters stand at `t`.
 * @param {{ from: number, length: number, ends: number[] }} typed
 * @param {number} t
 */
function typedAt({ from, length, ends }, t) {
  if (t >= from + length) return ends.length;
  return Math.floor((Math.max(t - from, 0) * ends.length) / Math.max(length, 1));
}

/**
 * Where the clusters of a text end; `lengths` are theirs where one is not 1.
 * @param {string} text
 * @param {number[]} lengths
 */
function endsOf(text, lengths) {
  let end = 0;
  return lengths.length ? lengths.map((length) => (end += length)) : [...text].map((_, index) => index + 1);
}

/**
 * The element of a sprite, and what of it changes.
 * @param {number} figure
 * @param {number} course
 * @param {number[]} moments
 * @param {Move[]} camera
 */
function spriteOf(figure, course, moments, camera) {
  const [opacity = 0, base = 0, shift = 0, ...typing] = data.courses[course];
  /** @type {(moment: number, since: number) => number} */
  const timeOf = (moment, since) => (moments[base + moment] ?? 0) + since;
  const group = drawingOf(drawings[figure]);
  const text = group.querySelector('text');
  const [moment = 0, since = 0, length = 0, ...lengths] = typing;
  const words = text?.textContent ?? '';
  /** @type {Moving} */
  const sprite = {
    group,
    at: [lefts[figure], tops[figure]],
    opacity: movesOf(data.opacities[opacity], 1, timeOf),
    shift: shift === CAMERA ? camera : movesOf(data.shifts[shift], 2, timeOf),
    typed: text && typing.length ? { from: timeOf(moment, since), length, element: text, text: words, ends: endsOf(words, lengths) } : null,
    last: { opacity: 100, shift: '', typed: -1 },
  };
  return { sprite, packet: packetNumbers[figure] };
}

/**
 * Draws a sprite at `t`, touching only what differs from the last time.
 * @param {Moving} sprite
 * @param {number} t
 */
function drawSprite({ group, at, opacity, shift, typed, last }, t) {
  const strength = Math.floor(valueAt(opacity, t)[0] + 0.5);
  if (strength !== last.opacity) {
    hide(group, strength === 0);
    group.setAttribute('opacity', String(strength / 100));
    last.opacity = strength;
  }
  const [x, y] = valueAt(shift, t);
  const place = `translate(${rounded(at[0] + x)} ${rounded(at[1] + y)})`;
  if (place !== last.shift) group.setAttribute('transform', place);
  last.shift = place;
  if (!typed) return;
  const count = typedAt(typed, t);
  if (count !== last.typed) typed.element.textContent = typed.text.slice(0, typed.ends[count - 1] ?? 0);
  last.typed = count;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

/**
 * A picture of one panel of a page: its element, and a function that draws it.
 * @param {Page} page
 * @param {number} layout
 * @param {number} panel
 * @param {(group: SVGElement, packet: number) => void} open makes a sprite one that can be opened
 */
function pictureOf(page, layout, panel, open) {
  const [name, ...view] = data.layouts[layout][panel];
  const [figures, courses, shift = 0, base = 0] = page.boards[layout][panel];
  const camera = movesOf(data.shifts[shift], 2, (moment, since) => (page.moments[base + moment] ?? 0) + since);
  const made = summed(figures).map((figure, index) => spriteOf(figure, courses[index], page.moments, camera));
  const svg = drawn('svg', { class: name, viewBox: view.join(' ') }, ...made.map(({ sprite }) => sprite.group));
  made.forEach(({ sprite, packet }, index) => {
    sprite.group.dataset.sprite = String(index);
    if (packet) open(sprite.group, packet - 1);
    drawSprite(sprite, 0);
  });
  const changing = made.map(({ sprite }) => sprite).filter(({ opacity, shift, typed }) => opacity.length > 1 || shift.length > 1 || typed);
  /** @param {number} t */
  const draw = (t) => changing.forEach((sprite) => drawSprite(sprite, t));
  return { svg, draw };
}

/**
 * The pictures of a page, in the layout that the window is for and as the lesson is told now.
 * @param {HTMLElement} section
 * @param {number} number
 */
function boardOf(section, number) {
  const place = section.querySelector('.board');
  let alt = '';
  /** @type {{ page: Page, layout: number, pictures: ReturnType<typeof pictureOf>[] } | null} */
  let shown = null;
  const describe = (/** @type {string} */ words) => {
    alt = words;
    place?.querySelector('.stage')?.setAttribute('aria-label', alt || LABELS.stage);
  };
  const make = (/** @type {Page} */ page, /** @type {number} */ layout) => {
    const pictures = data.layouts[layout].map(([name], panel) => {
      const picture = pictureOf(page, layout, panel, (group, packet) => {
        group.dataset[name === 'ladder' ? 'arrow' : 'packet'] = packetKeys[packet];
        openButton(group, packetKeys[packet]);
      });
      picture.svg.setAttribute('role', 'group');
      picture.svg.setAttribute('aria-label', LABELS[/** @type {keyof typeof LABELS} */ (name)]);
      return picture;
    });
    place?.replaceChildren(...pictures.map(({ svg }) => svg));
    shown = { page, layout, pictures };
    describe(alt);
    requestAnimationFrame(() => all('[role="button"]', section).forEach(widen));
    return shown;
  };
  const draw = (/** @type {number} */ t) => {
    const [page, layout] = [reel.pages[number], slim.matches ? 1 : 0];
    if (!page.boards[layout].length) return;
    const board = shown?.page === page && shown.layout === layout ? shown : make(page, layout);
    board.pictures.forEach((picture) => picture.draw(t));
  };
  /** A picture of the stage at `t`, of no use but to be looked at. */
  const thumbnail = (/** @type {number} */ t) => {
    const page = reel.pages[number];
    const stage = data.layouts[0].findIndex(([name]) => name === 'stage');
    if (!page.boards[0].length) return drawn('svg', { viewBox: '0 0 16 9' });
    const { svg, draw } = pictureOf(page, 0, stage, () => {});
    draw(t);
    svg.setAttribute('aria-hidden', 'true');
    return svg;
  };
  return { draw, describe, thumbnail };
}

/**
 * Gives a packet or an arrow a box that a finger can hit: a line alone is too thin.
 * @param {HTMLElement} button
 */
function widen(button) {
  const group = /** @type {SVGGElement} */ (/** @type {unknown} */ (button));
  const { x, y, width, height } = group.getBBox();
  if (!width || group.querySelector('.touch')) return;
  const size = { width: width + 2 * REACH, height: height + 2 * REACH };
  group.append(drawn('rect', { class: 'touch', x: x - REACH, y: y - REACH, ...size }));
}

const boards = sections.map(boardOf);

/** Whether there are packets that are drawn only where every packet is asked for. */
const hasMore = tellings.length > 1;

/** Whether every packet is shown. */
function isEvery() {
  return reel.pages !== tellings[0];
}

/**
 * Shows every packet, or those that the author draws: the same step, at its telling moment.
 * @param {boolean} on
 */
function setEvery(on) {
  if (on === isEvery() || !hasMore) return;
  const step = stepAt(now.page, now.t);
  reel.pages = tellings[on ? 1 : 0];
  if (told.page < 0) return;
  Object.assign(now, { t: stillOf(now.page, step), until: null, hold: 0 });
  Object.assign(told, { page: -1, step: -1 });
  show('keep');
}

slim.addEventListener('change', () => show('keep'));
