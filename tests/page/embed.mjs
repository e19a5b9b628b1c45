// The slideshow in a frame of another page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { claim, equal, given, holds, press, shows } from './harness.mjs';

mkdirSync(given.scratch, { recursive: true });

const FRAMES = [[1600, 900], [1200, 675], [960, 540], [720, 480], [480, 640], [320, 568]];

for (const [width, height] of FRAMES) {
  claim(`embed: ${width} × ${height} shows panels, caption, scrubber and play, and nothing else`, async (page) => {
    const frame = page.frames()[1];
    await shows(frame, { page: 3, where: 'Step 2 of 4' });
    const names = await frame.locator('button, a, select, input, summary').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility()).map((one) => one.dataset.action ?? one.getAttribute('aria-label')));
    equal(names, ['play', 'Time in this page'], 'what can be used');
    const parts = await frame.locator('.page.current .stage, .page.current .ladder, .page.current .terminal, .say .caption, .scrubber').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 20).length);
    equal(parts, 5, 'parts that are seen');
    const head = await frame.locator('.top, .page.current > h2, .welcome, .desk').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && getComputedStyle(one).clipPath !== 'inset(50%)').length);
    equal(head, 0, 'parts of the head');
    const size = await frame.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    equal(size[0], width, 'the width of what is shown');
    if (width >= 1180) equal(size[1], height, 'the height of what is shown');
    const bottom = await frame.locator('.controls').evaluate((controls) => controls.getBoundingClientRect().bottom);
    if (width >= 960) holds(bottom <= height, `the controls end at ${bottom}`);
    const board = await frame.locator('.page.current .stage').evaluate((svg) => svg.getBoundingClientRect().width);
    holds(board > Math.min(0.44 * width, 230), `the stage is ${board} pixels wide`);
  }, { address: host(width, height), welcomed: false, viewport: { width: width + 40, height: height + 40 } });
}

claim('embed: keys work when the frame has the focus, but open no window', async (page) => {
  const frame = page.frames()[1];
  await frame.locator('.scrubber input').focus();
  await frame.locator('[data-action="play"]').focus();
  await press(page, 'ArrowRight');
  await shows(frame, { hash: '#/3/3', where: 'Step 3 of 4' });
  await press(page, 'ArrowDown');
  await shows(frame, { hash: '#/4' });
  await press(page, 'p');
  equal(page.context().pages().length, 1, 'windows');
}, { address: host(1200, 675) });

claim('embed: a packet opens in the frame, and play plays', async (page) => {
  const frame = page.frames()[1];
  await frame.locator('.page.current .ladder [role="button"]').first().click();
  await shows(frame, { dialog: '_packet' });
  await press(page, 'Escape');
  await frame.locator('[data-action="play"]').click();
  await shows(frame, { plays: true });
}, { address: host(1200, 675) });

claim('embed: what the page around it says does not lead it', async (page) => {
  await page.evaluate(() => frames[0].postMessage({ packetreel: 'at', page: 5, t: 0, until: null, every: false, blank: true }, '*'));
  await new Promise((wake) => setTimeout(wake, 200));
  await shows(page.frames()[1], { hash: '#/3/2' });
}, { address: host(1200, 675) });

/** The address of a page around a frame of this size. */
function host(width, height) {
  const file = join(given.scratch, `frame-${width}.html`);
  const frame = `<iframe src="${given.lesson}?embed#/3/2" width="${width}" height="${height}" style="border: 0" title="Lesson"></iframe>`;
  writeFileSync(file, `<!DOCTYPE html><html lang="en"><title>Around</title><body style="margin: 8px">${frame}`);
  return pathToFileURL(file).href;
}
