// Ladder and stage are one.
import { claim, equal, holds, open, press, shows } from './harness.mjs';

const arrow = (page, key) => page.locator(`.page.current .ladder [data-arrow="${key}"][role="button"]`);
const marked = (page) => page.locator('.page.current .marked').evaluateAll((groups) =>
  groups.map(({ dataset }) => (dataset.packet ? `stage ${dataset.packet}` : `ladder ${dataset.arrow}`)).sort());

claim('a click on an arrow goes to its step and opens its fields', async (page) => {
  await open(page, '#/4/1');
  await arrow(page, '2.2.0').click();
  await shows(page, { hash: '#/3/3', dialog: '_packet', where: 'Step 3 of 4' });
  equal(await page.locator('#_packet h2').textContent(), 'PORT 1,1,1,1,213,177', 'the packet');
});

claim('an arrow of the step that is shown opens without leaving it', async (page) => {
  await open(page, '#/3/3');
  await arrow(page, '2.2.0').click();
  await shows(page, { hash: '#/3/3', dialog: '_packet' });
});

claim('pointing at an arrow marks it and its packet on the stage, and nothing else', async (page) => {
  await open(page, '#/3/3');
  await arrow(page, '2.2.0').hover();
  holds((await marked(page)).includes('stage 2.2.0'), 'the packet is marked');
  holds((await marked(page)).every((mark) => mark.endsWith('2.2.0')), 'no other is');
  await page.mouse.move(2, 2);
  equal(await marked(page), [], 'marks when the mouse has left');
});

claim('the packet of the stage marks its arrow, by mouse and by focus', async (page) => {
  await open(page, '#/3/3');
  const packet = page.locator('.page.current .stage [data-packet="2.2.0"]');
  await packet.hover();
  holds((await marked(page)).includes('ladder 2.2.0'), 'the arrow is marked');
  await page.mouse.move(2, 2);
  await packet.focus();
  holds((await marked(page)).includes('ladder 2.2.0'), 'the arrow is marked');
  const outline = await packet.evaluate((group) => getComputedStyle(group).outlineStyle);
  equal(outline, 'solid', 'the mark is an outline');
});

claim('arrows stay, in the order and with the numbers of their sending', async (page) => {
  await open(page, '#/7/4');
  const names = await page.locator('.page.current .ladder [role="button"]').evaluateAll((groups) =>
    groups.map((group) => group.getAttribute('aria-label')));
  const numbers = names.map((name) => parseInt(name, 10));
  equal(numbers, numbers.map((_, index) => index + 1).slice(numbers[0] - 1), 'the numbers');
  holds(names.at(-1).includes('Ack: close'), 'the last is the last');
});

claim('the arrow of a packet appears with its step, not before', async (page) => {
  await open(page, '#/3/2');
  const seen = () => arrow(page, '2.2.0').evaluateAll((groups) => groups.filter((group) => getComputedStyle(group).visibility === 'visible').length);
  equal(await seen(), 0, 'before');
  await press(page, 'ArrowRight');
  equal(await seen(), 1, 'in its step');
  await press(page, 'ArrowLeft');
  equal(await seen(), 0, 'before it again');
});
