// What the reader chooses, and what of it is remembered.
import { becomes, claim, click, equal, holds, open, press, shows, visit } from './harness.mjs';

const pressed = (page, action) => page.locator(`[data-action="${action}"]`).getAttribute('aria-pressed');
const stored = (page) => page.evaluate(() => JSON.parse(localStorage.packetreel));

claim('speed, stop, captions, every packet and colours are remembered', async (page) => {
  await click(page, 'settings');
  await page.locator('[data-action="speed"]').selectOption('1.5');
  for (const action of ['stop', 'captions', 'every-packet', 'theme']) await click(page, action);
  await visit(page, '#/3/1');
  await click(page, 'settings');
  equal(await page.locator('[data-action="speed"]').inputValue(), '1.5', 'the speed');
  const states = await Promise.all(['stop', 'captions', 'every-packet', 'theme'].map((action) => pressed(page, action)));
  equal(states, ['true', 'false', 'true', 'true'], 'the switches');
  equal(await page.evaluate(() => document.documentElement.className.split(' ').includes('captionless')), true, 'captions are away');
});

claim('the speeds go from half to double', async (page) => {
  const speeds = await page.locator('[data-action="speed"] option').evaluateAll((all) => all.map(({ value }) => Number(value)));
  equal(speeds, [0.5, 0.75, 1, 1.25, 1.5, 2], 'the speeds');
});

claim('settings work by keyboard alone', async (page) => {
  await page.locator('[data-action="settings"]').focus();
  await press(page, 'Enter');
  await shows(page, { dialog: '_settings' });
  await page.locator('[data-action="stop"]').focus();
  await press(page, 'Space');
  equal(await pressed(page, 'stop'), 'true', 'stop');
  await press(page, 'Escape');
  await shows(page, { dialog: '', plays: false });
});

for (const junk of ['no JSON', 'null', '[]', '7', '{"speed":99,"stop":"yes","captions":7,"every":{},"welcomed":true}', '{"speed":"2"}']) {
  claim(`memory that another program spoilt does no harm: ${junk}`, async (page) => {
    await click(page, 'settings');
    equal(await page.locator('[data-action="speed"]').inputValue(), '1', 'the speed');
    equal(await Promise.all(['stop', 'captions', 'every-packet'].map((action) => pressed(page, action))), ['false', 'true', 'false'], 'the switches');
  }, { before: (page) => page.addInitScript((text) => (Storage.prototype.getItem = () => text), junk) });
}

claim('without memory the choices hold until the page is left', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'c', 'd');
  await becomes(page, () => [getComputedStyle(document.querySelector('.caption')).opacity, document.documentElement.dataset.theme], ['0', 'dark'], 'choices');
}, {
  before: (page) => page.addInitScript(() => {
    const refuse = () => { throw new DOMException('refused', 'SecurityError'); };
    Object.defineProperty(window, 'localStorage', { get: refuse });
  }),
});

claim('the first visit begins with a message that covers nothing', async (page) => {
  await open(page, '#/3/2');
  const covered = await page.evaluate(() => {
    const message = document.querySelector('.welcome').getBoundingClientRect();
    const parts = [...document.querySelectorAll('h1, .page.current > h2, .page.current .board svg, .say .caption, .controls')];
    return parts.filter((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      return left < message.right - 1 && right > message.left + 1 && top < message.bottom - 1 && bottom > message.top + 1;
    }).map(({ className, tagName }) => `${tagName} ${className.baseVal ?? className}`);
  });
  equal(covered, [], 'what the message covers');
  await page.locator('.welcome').waitFor();
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/3/3' });
}, { welcomed: false });

claim('the first message goes for good when it is asked to', async (page) => {
  await page.locator('.welcome input').check();
  await click(page, 'welcome');
  await page.locator('.welcome').waitFor({ state: 'hidden' });
  equal((await stored(page)).welcomed, true, 'it is remembered');
  await visit(page, '');
  equal(await page.locator('.welcome').isVisible(), false, 'it is seen again');
}, { welcomed: false });

claim('the first message comes again when it was only closed', async (page) => {
  await click(page, 'welcome');
  await page.locator('.welcome').waitFor({ state: 'hidden' });
  await visit(page, '');
  await page.locator('.welcome').waitFor();
}, { welcomed: false });

claim('a message that is closed while something moves does not move the picture', async (page) => {
  await open(page, '#/3/1');
  const top = () => page.evaluate(() => document.querySelector('.page.current .board').getBoundingClientRect().top);
  await page.locator('[data-action="play"]').click();
  const before = await top();
  await click(page, 'welcome');
  equal(await top(), before, 'the top of the picture while it plays');
  await shows(page, { plays: true });
  holds(!(await page.locator('.welcome').isVisible()), 'the message is gone');
}, { welcomed: false, motion: true });
