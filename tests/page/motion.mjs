// With motion and without.
import { claim, equal, holds, open, pass, pictures, press, seen, shows } from './harness.mjs';

claim('with motion a packet travels', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'ArrowRight');
  const places = new Set();
  for (let frame = 0; frame < 30; frame += 1) {
    places.add(await place(page));
    await pass(page, 100);
  }
  holds(places.size > 8, `the packet is seen at ${places.size} places`);
}, { motion: true, clock: true });

claim('with motion, text is typed letter by letter', async (page) => {
  await open(page, '#/3');
  await press(page, 'ArrowRight');
  const typed = new Set();
  for (let frame = 0; frame < 40; frame += 1) {
    typed.add(await page.locator('.page.current .terminal').evaluate((terminal) => terminal.textContent));
    await pass(page, 50);
  }
  const parts = ['g', 'ge', 'get', 'get f', 'get fo', 'get foo'];
  for (const part of parts) holds([...typed].some((text) => text.trimEnd().endsWith(part)), `“${part}” stands there for a while`);
}, { motion: true, clock: true });

claim('without motion a step shows its end at once', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'ArrowRight');
  const { t } = await shows(page, { where: 'Step 3 of 4', plays: false });
  const before = await pictures(page);
  await pass(page, 5000);
  equal([(await seen(page)).t, await pictures(page)], [t, before], 'what is seen');
  await open(page, '#/3/3');
  equal(await pictures(page), before, 'the same as by the link');
}, { clock: true });

claim('without motion play goes from end to end, with the time to read each', async (page) => {
  await open(page, '#/3');
  await press(page, 'Space');
  const looks = new Map();
  for (let second = 0; second < 60; second += 1) {
    await pass(page, 250);
    const { page: number, where } = await seen(page);
    if (number !== 3) break;
    looks.set(where, new Set([...(looks.get(where) ?? []), await pictures(page)]));
  }
  const steps = [1, 2, 3, 4].map((step) => `Step ${step} of 4`);
  equal(steps.map((step) => looks.get(step)?.size), [1, 1, 1, 1], 'pictures in each step');
}, { clock: true });

claim('nothing in the style moves by itself', async (page) => {
  const running = () => page.evaluate(() => document.getAnimations().length);
  await open(page, '#/3/2');
  equal(await running(), 0, 'animations at rest');
  await press(page, 'o');
  equal(await running(), 0, 'animations in a dialog');
});

function place(page) {
  return page.locator('.page.current .stage [data-packet="2.2.0"]').getAttribute('transform');
}
