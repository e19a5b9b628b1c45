// Every key of the player, and those that it leaves to others.
import { PHONE, STEPS, claim, equal, holds, open, press, seen, shows } from './harness.mjs';

claim('key →: the next step, then the next page, then nothing', async (page) => {
  await open(page, '#/3/3');
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/3/4', where: 'Step 4 of 4' });
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/4', page: 4 });
  await open(page, '#/8');
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/8', page: 8 });
});

claim('key ←: a step back, to the start of the page, to the last step of the page before, and no further than the first', async (page) => {
  await open(page, '#/4/1');
  await press(page, 'ArrowLeft');
  await shows(page, { hash: '#/4', t: 0, where: '3 steps' });
  await press(page, 'ArrowLeft');
  await shows(page, { hash: '#/3/4', where: 'Step 4 of 4' });
  await open(page, '#/1');
  await press(page, 'ArrowLeft');
  await shows(page, { hash: '#/1', page: 1 });
});

claim('key → over and over goes through every step of every page, in order, and ← all the way back', async (page) => {
  const places = STEPS.flatMap((steps, index) => [
    `#/${index + 1}`,
    ...Array.from({ length: steps }, (_, step) => `#/${index + 1}/${step + 1}`),
  ]);
  await open(page, '#/1');
  for (const place of places.slice(1)) {
    await press(page, 'ArrowRight');
    await shows(page, { hash: place });
  }
  for (const place of places.slice(0, -1).reverse()) {
    await press(page, 'ArrowLeft');
    await shows(page, { hash: place });
  }
});

claim('keys ↓ and Page Down: the next page; ↑ and Page Up: the page before, at its start', async (page) => {
  await open(page, '#/3/2');
  for (const [key, hash] of [['ArrowDown', '#/4'], ['PageDown', '#/5'], ['ArrowUp', '#/4'], ['PageUp', '#/3']]) {
    await press(page, key);
    await shows(page, { hash, t: 0 });
  }
});

claim('keys Home and End: the first page and the last', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'End');
  await shows(page, { hash: '#/8', page: 8 });
  await press(page, 'Home');
  await shows(page, { hash: '#/1', page: 1 });
});

claim('key Space: plays and pauses', async (page) => {
  await open(page, '#/2');
  await press(page, 'Space');
  await shows(page, { plays: true });
  await press(page, 'Space');
  await shows(page, { plays: false });
});

claim('keys , and .: a frame back and on, not before the start nor behind the end', async (page) => {
  await open(page, '#/2/2');
  const { t } = await seen(page);
  await press(page, ',');
  await shows(page, { t: t - 50, plays: false });
  await press(page, '.');
  await shows(page, { t });
  await open(page, '#/3');
  await press(page, ',');
  await shows(page, { t: 0 });
  await open(page, '#/3/4');
  const { duration } = await seen(page);
  await press(page, '.');
  await shows(page, { t: duration });
});

claim('keys O, / and ?: overview, search and help; Esc closes each', async (page) => {
  for (const [key, dialog] of [['o', '_overview'], ['O', '_overview'], ['/', '_search'], ['?', '_help']]) {
    await press(page, key);
    await shows(page, { dialog });
    await press(page, 'Escape');
    await shows(page, { dialog: '' });
  }
});

claim('key F: full screen and back', async (page) => {
  const isFull = () => page.waitForFunction(() => document.fullscreenElement === document.documentElement);
  await press(page, 'f');
  await isFull();
  await press(page, 'f');
  await page.waitForFunction(() => !document.fullscreenElement);
});

claim('in full screen a clicker goes by steps, over the end of a page, and blanks the screen', async (page) => {
  await open(page, '#/3/3');
  await press(page, 'f');
  await page.waitForFunction(() => document.fullscreenElement !== null);
  await press(page, 'PageDown');
  await shows(page, { hash: '#/3/4' });
  await press(page, 'PageDown');
  await shows(page, { hash: '#/4' });
  await press(page, 'PageUp');
  await shows(page, { hash: '#/3/4' });
  const { t } = await seen(page);
  await press(page, '.');
  equal(await isBlank(page), true, 'the screen is blank');
  await shows(page, { t });
});

claim('key B: a blank screen, until the next key, which does its own work too', async (page) => {
  await open(page, '#/3/1');
  await press(page, 'b');
  equal(await isBlank(page), true, 'the screen is blank');
  await press(page, 'b');
  equal(await isBlank(page), false, 'the same key ends it');
  await press(page, 'b', 'ArrowRight');
  equal(await isBlank(page), false, 'another key ends it');
  await shows(page, { hash: '#/3/2' });
});

claim('key D: the other colours', async (page) => {
  const dark = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const before = await dark();
  await press(page, 'd');
  equal([before, await dark()], ['light dark', 'dark'], 'the scheme');
});

claim('key C: captions away and back', async (page) => {
  await open(page, '#/3/1');
  const opacity = () => page.evaluate(() => getComputedStyle(document.querySelector('.say .caption')).opacity);
  await press(page, 'c');
  equal(await opacity(), '0', 'the caption is not seen');
  holds((await seen(page)).caption.startsWith('The user asks'), 'it is there for those who hear it');
  await press(page, 'c');
  equal(await opacity(), '1', 'the caption is seen');
});

claim('key T: the transcript, and away again', async (page) => {
  await press(page, 't');
  await page.locator('.transcript').waitFor();
  await page.locator('h1').click();
  await press(page, 't');
  await page.locator('.transcript').waitFor({ state: 'hidden' });
});

claim('a button that has the focus keeps Space and Enter to itself', async (page) => {
  await open(page, '#/3/1');
  await page.locator('[data-action="next-step"]').focus();
  await press(page, 'Space');
  await shows(page, { hash: '#/3/2', plays: false });
  await press(page, 'Enter');
  await shows(page, { hash: '#/3/3', plays: false });
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/3/4' });
});

claim('a question that has the focus keeps Space to itself', async (page) => {
  await open(page, '#/8');
  await page.locator('.faq summary').first().focus();
  await press(page, 'Space');
  await page.locator('.faq details[open]').waitFor();
  await shows(page, { plays: false, page: 8 });
});

claim('the scrubber keeps the arrow keys to itself', async (page) => {
  await open(page, '#/3/2');
  const { t } = await seen(page);
  await page.locator('.scrubber input').focus();
  await press(page, 'ArrowLeft');
  await shows(page, { t: t - 1, page: 3 });
});

claim('letters that are typed into the search are no commands', async (page) => {
  await press(page, '/');
  await page.keyboard.type('abcdfopt ,.?');
  await shows(page, { dialog: '_search' });
  equal(await page.locator('#_search input').inputValue(), 'abcdfopt ,.?', 'what stands in the field');
  equal(await page.evaluate(() => document.documentElement.className), 'scripted reading', 'nothing else happened');
});

claim('keys with Ctrl, Alt or Meta are the browser’s', async (page) => {
  await open(page, '#/3/1');
  for (const key of ['Control+d', 'Alt+d', 'Meta+ArrowRight', 'Control+ArrowRight', 'Control+b']) await press(page, key);
  await shows(page, { hash: '#/3/1', plays: false });
  equal(await page.evaluate(() => [document.documentElement.className, document.documentElement.dataset.theme ?? '']), ['scripted', ''], 'nothing happened');
});

claim('a key that is held down runs through steps, but turns one page only', async (page) => {
  await open(page, '#/3/1');
  for (let times = 0; times < 3; times += 1) await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await shows(page, { hash: '#/3/4' });
  for (let times = 0; times < 3; times += 1) await page.keyboard.down('ArrowDown');
  await page.keyboard.up('ArrowDown');
  await shows(page, { hash: '#/4' });
});

claim('a page of prose that is longer than the window scrolls by ↓ before it turns', async (page) => {
  await open(page, '#/1');
  const height = () => page.evaluate(() => scrollY);
  await press(page, 'ArrowDown');
  await shows(page, { page: 1 });
  holds((await height()) > 0, 'it scrolls');
  for (let times = 0; times < 60 && (await seen(page)).page === 1; times += 1) await press(page, 'ArrowDown');
  await shows(page, { hash: '#/2' });
  equal(await height(), 0, 'the next page begins at its top');
}, { viewport: { ...PHONE, height: 500 } });

claim('help lists every key', async (page) => {
  await press(page, '?');
  const listed = await page.locator('#_help kbd').allTextContents();
  const expected = ['→', '←', '↓', '↑', 'Page Down', 'Page Up', 'Space', 'Home', 'End', ',', '.', 'O', '/', 'T', 'A', 'C', 'D', 'F', 'P', 'B', '?', 'Esc'];
  equal(listed.filter((key) => key !== 'Enter').sort(), expected.sort(), 'the keys');
});

function isBlank(page) {
  return page.evaluate(() => getComputedStyle(document.body).visibility === 'hidden');
}
