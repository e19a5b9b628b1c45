// Fingers: swipes, taps and what they must leave alone.
import { PHONE, SMALL, WIDE, claim, equal, holds, open, press, seen, shows } from './harness.mjs';

const fingers = { viewport: PHONE, hasTouch: true, isMobile: true };

claim('a swipe to the left turns to the next page, one to the right back', async (page) => {
  await open(page, '#/3/2');
  await swipe(page, [300, 300], [120, 310]);
  await shows(page, { hash: '#/4' });
  await swipe(page, [100, 300], [290, 290]);
  await shows(page, { hash: '#/3' });
}, fingers);

claim('a swipe turns a page of prose as well', async (page) => {
  await open(page, '#/1');
  await swipe(page, [300, 250], [120, 255]);
  await shows(page, { hash: '#/2' });
}, fingers);

claim('a finger that goes up or down scrolls and does nothing else', async (page) => {
  await open(page, '#/3/2');
  const before = await seen(page);
  await swipe(page, [200, 500], [210, 200]);
  await page.waitForFunction(() => scrollY > 50);
  equal(await seen(page), before, 'the player');
}, fingers);

claim('a tap on the picture goes a step on, at its left third a step back', async (page) => {
  await open(page, '#/3/1');
  const { x, y, width, height } = await page.locator('.page.current .stage').boundingBox();
  const low = y + height - 5;
  await page.touchscreen.tap(x + width - 20, low);
  await shows(page, { hash: '#/3/2' });
  await page.touchscreen.tap(x + width / 2, low);
  await shows(page, { hash: '#/3/3' });
  await page.touchscreen.tap(x + 20, low);
  await shows(page, { hash: '#/3/2' });
}, fingers);

claim('a tap on a packet opens it and goes no step', async (page) => {
  await open(page, '#/3/3');
  await page.locator('.page.current .stage [data-packet="2.2.0"]').tap();
  await shows(page, { dialog: '_packet', hash: '#/3/3' });
}, fingers);

claim('a finger that rests long, or wanders, is no tap', async (page) => {
  await open(page, '#/3/1');
  await swipe(page, [200, 300], [225, 300]);
  await touch(page, [[200, 300], [200, 300]], 700);
  await shows(page, { hash: '#/3/1' });
}, fingers);

claim('a swipe that begins on the scrubber draws the time, not the page', async (page) => {
  await open(page, '#/3');
  const box = await page.locator('.scrubber input').boundingBox();
  const y = box.y + box.height / 2;
  await swipe(page, [box.x + 10, y], [box.x + box.width - 10, y]);
  const { page: number, t } = await seen(page);
  equal(number, 3, 'the page');
  holds(t > 0, 'time has moved');
}, fingers);

claim('a swipe over the last page or before the first does nothing', async (page) => {
  await open(page, '#/8');
  await swipe(page, [300, 250], [120, 255]);
  await shows(page, { hash: '#/8' });
  await open(page, '#/1');
  await swipe(page, [120, 250], [300, 255]);
  await shows(page, { hash: '#/1' });
}, fingers);

claim('two fingers are no swipe', async (page) => {
  await open(page, '#/3/2');
  const session = await page.context().newCDPSession(page);
  const send = (type, ...points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await send('touchStart', [250, 300]);
  await send('touchStart', [250, 300], [150, 300]);
  for (let part = 1; part <= 5; part += 1) await send('touchMove', [250 + 20 * part, 300], [150 - 20 * part, 300]);
  await send('touchEnd');
  await shows(page, { hash: '#/3/2' });
}, fingers);

for (const viewport of [WIDE, PHONE, SMALL]) {
  claim(`every packet and button is big enough for a finger at ${viewport.width} pixels`, async (page) => {
    for (const hash of ['#/2/5', '#/3/4', '#/5/3', '#/7/4']) {
      await open(page, hash);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const small = await page.evaluate(tooSmall);
      equal(small, [], `too small at ${hash}`);
    }
    await press(page, 'a');
    equal(await page.evaluate(tooSmall), [], 'too small with every packet');
  }, { viewport, hasTouch: true });
}

/** Runs in the page: what can be pressed and is less than 24 pixels wide or high. */
function tooSmall() {
  const targets = [...document.querySelectorAll('button, summary, select, input, .page.current [role="button"]')];
  const shown = targets.filter((target) => target.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  return shown.flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    const name = target.getAttribute('aria-label') ?? target.textContent;
    return Math.min(width, height) < 24 ? [`${name}: ${Math.round(width)} × ${Math.round(height)}`] : [];
  });
}

/** One finger goes straight from one place to another. */
function swipe(page, from, to) {
  const parts = [0.2, 0.4, 0.6, 0.8, 1];
  const between = parts.map((part) => [0, 1].map((axis) => from[axis] + (to[axis] - from[axis]) * part));
  return touch(page, [from, ...between], 0);
}

/** One finger touches, goes along places, rests for a while and leaves: as the browser would hear of it from a screen. */
async function touch(page, places, restMs) {
  const session = await page.context().newCDPSession(page);
  for (const [index, [x, y]] of places.entries()) {
    await session.send('Input.dispatchTouchEvent', { type: index ? 'touchMove' : 'touchStart', touchPoints: [{ x, y }] });
  }
  if (restMs) await new Promise((wake) => setTimeout(wake, restMs));
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}
