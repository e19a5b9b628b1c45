// The pictures in the page are those of the PNG stills.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { STEPS, claim, equal, given, holds, open } from './harness.mjs';

/**
 * How far a panel of the page may be from the same panel of the still: on average over its pixels and at most, in levels
 * of 255, and which part of its pixels by more than a quarter of that range. Shapes, places and colours are the same;
 * but Chromium draws with Skia, which spreads the edges of glyphs and slanted lines over their pixels by another rule
 * than packetreel's painter, so that a pixel on the edge of a dark stem may differ by half of the range. Skia also sets
 * each line of text on a whole pixel. In a terminal or ladder that has scrolled the lines stand between two, so that there
 * one may be half a pixel off, and a pixel of it ink in the one and ground in the other. A packet that is missing, or a
 * panel that is one pixel off, differs by more than these limits let pass: the last claim holds them to that.
 */
const LIMITS = {
  stage: { mean: 0.6, clearly: 0.002, largest: 170 },
  ladder: { mean: 1.2, clearly: 0.003, largest: 180 },
  terminal: { mean: 2.5, clearly: 0.02, largest: 240 },
};

for (const [index, steps] of STEPS.entries()) {
  if (!steps) continue;
  claim(`page ${index + 1}: each step’s panels are those of its PNG still`, async (page) => {
    await page.evaluate(() => {
      // The measures of the page go with the size of its text; at 16 pixels a unit of the picture is a pixel.
      document.documentElement.style.fontSize = '16px';
    });
    const judge = await page.context().newPage();
    for (let step = 1; step <= steps; step += 1) {
      await open(page, `#/${index + 1}/${step}`);
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      const still = frame(index + 1, step);
      for (const panel of ['stage', 'ladder', 'terminal']) {
        const svg = page.locator(`.page.current .board .${panel}`);
        const { box, x, y, width, height } = await svg.evaluate(placeOf);
        equal(box.map((value, axis) => value - [x, y, width, height][axis]).slice(2), [0, 0], `the scale of the ${panel}`);
        const shot = await page.screenshot({ clip: { x, y, width, height }, animations: 'disabled', caret: 'hide' });
        const found = await judge.evaluate(difference, [shot.toString('base64'), still.toString('base64'), box]);
        const what = `step ${step}, ${panel}: ${told(found)}`;
        if (process.env.PAGE_PICTURES) report(`${index + 1}-${step}-${panel}`, shot, what);
        holds(isAlike(found, panel), what);
      }
    }
  }, { viewport: { width: 1282, height: 766 }, motion: true });
}

claim('the comparison sees a missing packet and a shift of one pixel', async (page) => {
  const judge = await page.context().newPage();
  const still = frame(3, 3).toString('base64');
  const box = [23, 67, 794, 370];
  const shifted = await judge.evaluate(difference, [await crop(judge, still, [24, 67, 794, 370]), still, box]);
  holds(!isAlike(shifted, 'stage'), `it sees a shift: ${told(shifted)}`);
  const other = await judge.evaluate(difference, [await crop(judge, frame(3, 2).toString('base64'), box), still, box]);
  holds(!isAlike(other, 'stage'), `it sees that a packet is missing: ${told(other)}`);
});

function isAlike(found, panel) {
  return Object.entries(LIMITS[panel]).every(([name, limit]) => found[name] <= limit);
}

function told({ mean, clearly, largest }) {
  return `${mean.toFixed(2)} on average, ${(100 * clearly).toFixed(2)} % clearly, ${largest} at most`;
}

/** The still of a step, as the build wrote it. */
function frame(number, step) {
  const two = (value) => String(value).padStart(2, '0');
  const frames = join(given.dist, 'ftp-basics/frames');
  const folder = readdirSync(frames).find((name) => name.startsWith(`${two(number)}-`));
  return readFileSync(join(frames, folder, `${two(step)}.png`));
}

/** Runs in the page: what part of the frame a panel shows, and where it stands on screen. */
function placeOf(svg) {
  const { x, y, width, height } = svg.getBoundingClientRect();
  return { box: svg.getAttribute('viewBox').split(' ').map(Number), x, y, width, height };
}

/** Runs in a page: how far a picture is from a part of another, both as PNG in base64. */
async function difference([one, other, [x, y, width, height]]) {
  const pixels = async (png, left, top) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(bitmap, -left, -top);
    return canvas.getImageData(0, 0, width, height).data;
  };
  const [seen, wanted] = [await pixels(one, 0, 0), await pixels(other, x, y)];
  let [sum, clearly, largest] = [0, 0, 0];
  for (let at = 0; at < seen.length; at += 4) {
    const apart = [0, 1, 2].map((channel) => Math.abs(seen[at + channel] - wanted[at + channel]));
    const most = Math.max(...apart);
    sum += (apart[0] + apart[1] + apart[2]) / 3;
    largest = Math.max(largest, most);
    if (most > 64) clearly += 1;
  }
  return { mean: sum / (width * height), clearly: clearly / (width * height), largest };
}

/** Part of a picture, as PNG in base64. */
function crop(page, png, box) {
  return page.evaluate(async ([source, [x, y, width, height]]) => {
    const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0));
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d').drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), -x, -y);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return btoa([...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(''));
  }, [png, box]);
}

/** For those who look for a difference: what was seen, and how far off it is. */
function report(name, shot, what) {
  const folder = join(given.scratch, 'pictures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), shot);
  console.log(`        ${name} ${what}`);
}
