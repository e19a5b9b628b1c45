// Every packet: what the lesson leaves undrawn is drawn too, in place and in order.
import { STEPS, becomes, claim, equal, holds, open, press, seen, shows, visit } from './harness.mjs';

/** How many messages each page of the flagship has, drawn and in all; counted in its source. */
const DRAWN = [0, 2, 1, 2, 2, 2, 2, 0];
const ALL = [0, 8, 5, 4, 4, 5, 6, 0];

const keysOf = (page, number) => page.locator(`.page.current .ladder [data-key^="${number - 1}."][role="button"]`)
  .evaluateAll((groups) => groups.map(({ dataset }) => dataset.key));

claim('each page draws its own packets, and with A all of them, in the order of the lesson', async (page) => {
  for (const counts of [DRAWN, ALL]) {
    for (const [index, steps] of STEPS.entries()) {
      if (!steps) continue;
      await open(page, `#/${index + 1}/${steps}`);
      const keys = await keysOf(page, index + 1);
      equal(keys.length, counts[index], `packets of page ${index + 1}`);
      const order = [...keys].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
      equal(keys, order, `the order on page ${index + 1}`);
    }
    await press(page, 'a');
  }
});

claim('every packet keeps steps and their numbers', async (page) => {
  for (const [index, steps] of STEPS.entries()) {
    for (let step = 1; step <= steps; step += 1) {
      await open(page, `#/${index + 1}/${step}`);
      const before = await seen(page);
      await press(page, 'a');
      const after = await seen(page);
      for (const part of ['hash', 'page', 'where', 'caption']) equal(after[part], before[part], `${part} with every packet`);
      await press(page, 'a');
    }
  }
});

claim('packets that are drawn keep their numbers; those between get letters', async (page) => {
  await open(page, '#/3/4');
  const numbers = async () => Object.fromEntries(await page.locator('.page.current .ladder [role="button"]').evaluateAll((groups) =>
    groups.map((group) => [group.dataset.key, /^\w+/.exec(group.getAttribute('aria-label'))[0]])));
  const before = await numbers();
  await press(page, 'a');
  const after = await numbers();
  for (const [key, number] of Object.entries(before)) equal(after[key], number, `the number of ${key}`);
  const between = Object.keys(after).filter((key) => !(key in before));
  holds(between.length > 0, 'there are some between');
  for (const key of between) holds(/^\d+[a-z]+$/.test(after[key]), `${after[key]} is a number with a letter`);
  equal(new Set(Object.values(after)).size, Object.keys(after).length, 'numbers that differ');
});

claim('every packet has its time: a page lasts longer, and the packet can be seen on its way', async (page) => {
  await open(page, '#/3/4');
  const { duration } = await seen(page);
  await press(page, 'a');
  await becomes(page, (before) => Number(document.querySelector('.scrubber input').max) > before, true, 'longer', duration);
  const onStage = await page.locator('.page.current .stage [data-packet="2.3.1"]').count();
  equal(onStage, 1, 'RETR is on the stage');
});

claim('every packet is remembered, and gone when it is switched off', async (page) => {
  await press(page, 'a');
  await visit(page, '#/2/5');
  equal((await keysOf(page, 2)).length, ALL[1], 'packets after a new start');
  await press(page, 'a');
  await visit(page, '#/2/5');
  equal((await keysOf(page, 2)).length, DRAWN[1], 'packets after another');
  await shows(page, { where: 'Step 5 of 5' });
});
