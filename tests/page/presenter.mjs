// The presenter's window and the audience's: in step both ways.
import { becomes, claim, click, equal, holds, open, press, seen, shows } from './harness.mjs';

claim('presenter: each window follows the other, by step, page, link and time', async (page) => {
  await open(page, '#/3/1');
  const second = await present(page);
  await shows(second, { hash: '#/3/1', where: 'Step 1 of 4' });
  await press(second, 'PageDown');
  await shows(page, { hash: '#/3/2' });
  await press(page, 'PageDown');
  await shows(second, { hash: '#/3/3' });
  await press(second, 'ArrowDown');
  await shows(page, { hash: '#/4', page: 4 });
  await page.evaluate(() => (location.hash = '#/6/2'));
  const { t } = await shows(second, { page: 6, where: 'Step 2 of 3' });
  equal((await seen(page)).t, t, 'the time in both');
  await press(second, 'PageDown', 'PageDown');
  await shows(page, { hash: '#/7' });
});

claim('presenter: play and pause in either window', async (page) => {
  await open(page, '#/3/1');
  const second = await present(page);
  await press(second, 'Space');
  await shows(page, { plays: true });
  await shows(second, { plays: true });
  await press(page, 'Space');
  await shows(second, { plays: false });
  const { t } = await seen(second);
  await shows(page, { plays: false, t });
}, { motion: true });

claim('presenter: shows the notes, the caption, what comes next and where we are', async (page) => {
  await open(page, '#/3/4');
  const second = await present(page);
  await second.locator('.notes', { hasText: 'active mode' }).waitFor();
  const { caption } = await shows(second, { where: 'Step 4 of 4' });
  holds(caption.startsWith('S1 now knows'), 'the caption');
  equal(await second.locator('.desk .next').textContent(), 'S1: Data connection request', 'what comes next');
  equal(await second.locator('.desk .still svg').count(), 1, 'its picture');
  await press(second, 'PageUp');
  await becomes(second, () => document.querySelector('.desk .next').textContent, 'Step 4 of 4', 'what comes next');
  await press(second, 'End');
  await becomes(second, () => document.querySelector('.desk .next').textContent, 'The end', 'what comes next');
});

claim('presenter: the clock runs, pauses and begins anew', async (page) => {
  const second = await present(page);
  const elapsed = () => second.locator('.elapsed').textContent();
  await becomes(second, () => document.querySelector('.elapsed').textContent, '00:02', 'the time');
  await click(second, 'timer');
  const stood = await elapsed();
  await new Promise((wake) => setTimeout(wake, 1300));
  equal(await elapsed(), stood, 'the time in a pause');
  await click(second, 'reset');
  equal(await elapsed(), '00:00', 'the time after reset');
  await click(second, 'timer');
  await becomes(second, () => document.querySelector('.elapsed').textContent, '00:01', 'the time');
  holds(/^\d\d:\d\d$/.test(await second.locator('.desk .time').textContent()), 'the time of day');
});

claim('presenter: a window that is loaded anew takes up the thread', async (page) => {
  await open(page, '#/3/1');
  const second = await present(page);
  await page.reload();
  await press(page, 'ArrowRight');
  await shows(second, { hash: '#/3/2' });
  await press(page, 'ArrowRight');
  await shows(second, { hash: '#/3/3' });
  await second.reload();
  await shows(second, { hash: '#/3/3' });
  await press(second, 'PageDown');
  await shows(page, { hash: '#/3/4' });
});

claim('presenter: when one window is closed the other goes on alone', async (page) => {
  await open(page, '#/3/1');
  const second = await present(page);
  await second.close();
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/3/2' });
  await press(page, 'PageDown');
  await shows(page, { hash: '#/4' });
  const third = await present(page);
  await page.close();
  await third.locator('.desk .back').waitFor();
  await press(third, 'ArrowRight');
  await shows(third, { hash: '#/4/1' });
});

claim('presenter: every packet and a blank screen go over', async (page) => {
  await open(page, '#/3/4');
  const second = await present(page);
  await press(second, 'a');
  await becomes(page, () => document.querySelectorAll('.page.current .ladder [data-key="2.3.1"]').length > 0, true, 'RETR is drawn');
  await press(second, 'b');
  await becomes(page, () => getComputedStyle(document.body).visibility, 'hidden', 'the audience sees');
  equal(await second.evaluate(() => getComputedStyle(document.body).visibility), 'visible', 'the presenter sees');
  await press(second, 'b');
  await becomes(page, () => getComputedStyle(document.body).visibility, 'visible', 'the audience sees');
});

claim('presenter: where no second window may open, this one is the presenter’s, with a way back', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'p');
  await page.waitForURL(/\?presenter#\/3\/2$/);
  await page.locator('.desk').waitFor();
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/3/3' });
  await page.locator('.desk .back').click();
  await page.waitForURL(/index\.html#\/3\/3$/);
  await shows(page, { page: 3, where: 'Step 3 of 4' });
}, { before: (page) => page.addInitScript(() => (window.open = () => null)) });

claim('presenter: the button in the settings opens it; a second time it is the same window', async (page) => {
  await click(page, 'settings');
  const [second] = await Promise.all([page.waitForEvent('popup'), click(page, 'presenter')]);
  await second.locator('.desk').waitFor();
  await press(page, 'p');
  await second.waitForLoadState();
  equal(page.context().pages().length, 2, 'windows');
});

claim('presenter: messages from strangers and messages without sense are not followed', async (page) => {
  await open(page, '#/3/1');
  await page.evaluate(() => postMessage({ packetreel: 'at', page: 5, t: 0, until: null, every: false, blank: true }, '*'));
  const second = await present(page);
  const junk = [
    null, 7, 'at', {}, { packetreel: 'at' }, { packetreel: 'at', page: 99, t: 0, until: null }, { packetreel: 'at', page: 'x', t: 0, until: null },
    { packetreel: 'at', page: 1, t: 'soon', until: null }, { packetreel: 'at', page: 1, t: Number.NaN, until: null }, { packetreel: 'at', page: -1, t: 1, until: null },
    { packetreel: 'at', page: 1, t: 5, until: {} }, { packetreel: 'at', page: 'constructor', t: 5, until: null }, [], { packetreel: 'go' },
  ];
  await second.evaluate((messages) => messages.forEach((message) => opener.postMessage(message, '*')), junk);
  await new Promise((wake) => setTimeout(wake, 200));
  await shows(page, { hash: '#/3/1' });
  equal(await page.evaluate(() => getComputedStyle(document.body).visibility), 'visible', 'the page');
});

async function present(page) {
  const [second] = await Promise.all([page.waitForEvent('popup'), press(page, 'p')]);
  await second.locator('.desk').waitFor();
  return second;
}
