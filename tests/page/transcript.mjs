// The whole lesson as text, in step with the player.
import { SMALL, STEPS, becomes, claim, click, equal, holds, open, press, shows } from './harness.mjs';

const marked = () => document.querySelector('.transcript [aria-current="step"]')?.dataset.place;

claim('the transcript tells everything: titles, texts, captions, what happens, notes and answers', async (page) => {
  const parts = await page.locator('.page > h2, .text > p, .captions > li, .note > :not(.of-step), .faq summary, .faq .rich > p').allTextContents();
  const plain = (text) => text.replace(/\s+/g, ' ').trim();
  await press(page, 't');
  const told = plain(await page.locator('.transcript').evaluate(({ textContent }) => textContent));
  holds(parts.length > 60, 'there is much to tell');
  const missing = parts.map(plain).filter((part) => part && part !== 'Link to this question' && !told.includes(part));
  equal(missing, [], 'what is missing');
  holds(told.includes('H1 sends “PORT 1,1,1,1,213,177” to S1'), 'what happens is told');
});

claim('the transcript marks the step that is shown, and goes along', async (page) => {
  await open(page, '#/3/2');
  await press(page, 't');
  await becomes(page, marked, '2.2', 'the mark');
  await click(page, 'next-step');
  await becomes(page, marked, '2.3', 'the mark after a step');
  await click(page, 'next-page');
  await becomes(page, marked, '3.0', 'the mark after a page');
  equal(await page.locator('.transcript [aria-current]').count(), 1, 'marks');
  const inView = await page.evaluate(() => {
    const mark = document.querySelector('.transcript [aria-current]').getBoundingClientRect();
    const box = document.querySelector('.transcript .box').getBoundingClientRect();
    return mark.top >= box.top - 1 && mark.top < box.bottom;
  });
  holds(inView, 'the mark is in view');
});

claim('each step of the transcript leads to its place', async (page) => {
  await press(page, 't');
  const links = await page.locator('.transcript a[href^="#/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const expected = STEPS.flatMap((steps, index) => [`#/${index + 1}`, ...Array.from({ length: steps }, (_, step) => `#/${index + 1}/${step + 1}`)]);
  equal(links, expected, 'the links');
  await page.locator('.transcript a[href="#/4/1"]').click();
  await shows(page, { hash: '#/4/1', where: 'Step 1 of 3' });
  await becomes(page, marked, '3.1', 'the mark');
});

claim('the transcript names nothing twice', async (page) => {
  await press(page, 't');
  const twice = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
  equal(twice, [], 'names that stand twice');
});

claim('the transcript’s own button closes it', async (page) => {
  await press(page, 't');
  await click(page, 'close-transcript');
  await page.locator('.transcript').waitFor({ state: 'hidden' });
});

claim('the transcript takes no room until it is opened, and does not move the picture', async (page) => {
  await open(page, '#/3/2');
  const place = () => page.evaluate(() => {
    const { left, top, width } = document.querySelector('.page.current .board').getBoundingClientRect();
    return [left, top + scrollY, width];
  });
  const before = await place();
  holds(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'all is in one screen');
  await press(page, 't');
  const after = await place();
  holds(after.every((value, index) => Math.abs(value - before[index]) < 1), `the picture stays: ${before}, then ${after}`);
});

claim('the transcript can be read on a small phone', async (page) => {
  await click(page, 'settings');
  await click(page, 'transcript');
  const { wide, seen } = await page.evaluate(() => {
    const { width, height } = document.querySelector('.transcript .box').getBoundingClientRect();
    return { wide: document.documentElement.scrollWidth, seen: width > 280 && height > 200 };
  });
  equal([wide, seen], [320, true], 'its room');
}, { viewport: SMALL });
