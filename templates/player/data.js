// Reading what the page holds: times, packets, and what the pictures are made of, each distinct thing once.
'use strict';

/** @typedef {{ start: number, still: number, end: number, alt: string }} Step */
/**
 * For each panel of a layout: the figures (each from the one before) and the courses of its sprites, back to front; and
 * its camera: a shift, and the moment that this counts from.
 * @typedef {[figures: number[], courses: number[], shift?: number, base?: number][]} Board
 */
/**
 * `moments`: each step's start, and after it the end of each of its events. `boards`: one for each layout.
 * @typedef {{ duration: number, steps: Step[], moments: number[], boards: Board[] }} Page
 */
/** @typedef {{ label: string, name: string, value: string }} Field */
/**
 * `line`: what goes over the wire, where that is a line of text.
 * @typedef {{ title: string, route: string, line?: string, layers: { name: string, fields: Field[] }[] }} Packet
 */
/** @typedef {[steps: number[][], alts: number[][], boards: Board[]]} WrittenPage */
/**
 * A page of the second telling that is like that of the first is 0. Figures: all their drawings, lefts, tops and packets
 * (from 1; 0: none). Courses: opacity, base, shift, typing. Tracks: value or values, then moves: moment from base on, time since then, length (negative
 * where the way is smooth), value or values. Drawings: the first `drawn` are in the page's markup.
 * @typedef {object} Data
 * @property {[name: string, x: number, y: number, w: number, h: number][][]} layouts
 * @property {(WrittenPage | 0)[][]} tellings
 * @property {number[][]} figures
 * @property {number[][]} courses
 * @property {number[][]} opacities
 * @property {number[][]} shifts
 * @property {number} drawn
 * @property {(number | string)[][][]} drawings
 * @property {number[][]} packets
 * @property {[layer: string, label: string, name: string][]} names
 * @property {string[]} texts
 */

/** @type {Data} */
const data = JSON.parse(find('#_reel').textContent ?? '');

/**
 * The numbers of a list that says from each to the next.
 * @param {number[]} steps
 */
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

const [drawings, lefts, tops, packetNumbers] = data.figures.map((column, index) => (index % 3 ? column : summed(column)));

/** The pages as the author tells them, and, where that differs, with every packet. */
const tellings = data.tellings.map((pages) =>
  pages.map((page, number) => pageOf(page || /** @type {WrittenPage} */ (data.tellings[0][number]))),
);

/**
 * @param {WrittenPage} page
 * @returns {Page}
 */
function pageOf([written, alts, boards]) {
  /** @type {number[]} */
  const moments = [];
  let start = 0;
  const steps = written.map(([length, still, ...ends], index) => {
    moments.push(start, ...ends.map((end) => start + end));
    const alt = (alts[index] ?? []).map((piece) => data.texts[piece]).join('');
    // At its end the next step begins, and may already have changed the picture.
    const step = { start, still: start + still, end: start + length - (index + 1 < written.length ? 1 : 0), alt };
    start += length;
    return step;
  });
  return { duration: start, steps, moments, boards };
}

/** By `page.step.event`, each from 0, and in the order of their numbers. */
const packetKeys = data.packets.map(([page, step, event]) => `${page}.${step}.${event}`);
const packets = Object.fromEntries(data.packets.map((packet, index) => [packetKeys[index], packetOf(packet)]));

/**
 * @param {number[]} packet
 * @returns {Packet}
 */
function packetOf([, , , title, route, isLine, ...written]) {
  /** @type {Packet['layers']} */
  const layers = [];
  for (let index = 0; index < written.length; index += 2) {
    const [layer, label, name] = data.names[written[index]];
    if (layers.at(-1)?.name !== layer) layers.push({ name: layer, fields: [] });
    layers.at(-1)?.fields.push({ label, name, value: data.texts[written[index + 1]] });
  }
  const text = data.texts[title];
  return { title: text, route: data.texts[route], ...(isLine && { line: `${text}\r\n` }), layers };
}

/**
 * The keys of the packets that pages show, in the order in which they are sent.
 * @param {Page[]} pages
 */
function packetsOn(pages) {
  const figures = pages.flatMap(({ boards: [wide] }) => wide.flatMap(([steps]) => summed(steps)));
  const shown = new Set(figures.map((figure) => packetNumbers[figure] - 1));
  const order = data.packets.map((packet, index) => ({ packet, index })).filter(({ index }) => shown.has(index));
  order.sort(({ packet: [page, step, event] }, { packet: to }) => page - to[0] || step - to[1] || event - to[2]);
  return order.map(({ index }) => packetKeys[index]);
}
