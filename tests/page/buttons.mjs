// Every button and switch of the page does what it says.
import { STEPS, becomes, claim, click, equal, open, seen, shows } from './harness.mjs';

const pressed = (page, action) => page.locator(`[data-action="${action}"]`).getAttribute('aria-pressed');

/** For each action: from where, and what is so after a click. */
const effects = {
  'previous-page': ['#/3/2', (page) => shows(page, { hash: '#/2', t: 0 })],
  'previous-step': ['#/3/2', (page) => shows(page, { hash: '#/3/1', where: 'Step 1 of 4' })],
  play: ['#/3/2', (page) => shows(page, { plays: true })],
  'next-step': ['#/3/2', (page) => shows(page, { hash: '#/3/3', where: 'Step 3 of 4' })],
  'next-page': ['#/3/2', (page) => shows(page, { hash: '#/4', t: 0 })],
  overview: ['#/3/2', (page) => shows(page, { dialog: '_overview' })],
  search: ['#/3/2', (page) => shows(page, { dialog: '_search' })],
  settings: ['#/3/2', (page) => shows(page, { dialog: '_settings' })],
  help: ['#/3/2', (page) => shows(page, { dialog: '_help' })],
  'full-screen': ['#/3/2', (page) => becomes(page, () => document.fullscreenElement !== null, true, 'full screen')],
};
const settings = {
  stop: async (page) => equal(await pressed(page, 'stop'), 'true', 'it is on'),
  captions: (page) => becomes(page, () => getComputedStyle(document.querySelector('.caption')).opacity, '0', 'the opacity'),
  'every-packet': (page) => becomes(page, () => document.querySelectorAll('.page.current [data-arrow][data-key="2.0.1"]').length > 0, true, 'it is drawn'),
  theme: (page) => becomes(page, () => document.documentElement.dataset.theme, 'dark', 'the theme'),
  transcript: (page) => page.locator('.transcript').waitFor(),
  'copy-link': (page) => becomes(page, () => document.querySelector('.status').textContent, 'Link copied', 'it is told'),
};
/** Those that other files prove: they show in one state only. */
const elsewhere = ['presenter', 'speed', 'welcome', 'close-transcript', 'previous-packet', 'next-packet', 'timer', 'reset'];

for (const [action, [hash, proof]] of Object.entries(effects)) {
  claim(`button ${action}`, async (page) => {
    await open(page, hash);
    await click(page, action);
    await proof(page);
  });
}

for (const [action, proof] of Object.entries(settings)) {
  claim(`button ${action} in the settings`, async (page) => {
    await open(page, '#/3/2');
    await click(page, 'settings');
    await click(page, action);
    await proof(page);
  });
}

claim('no button is without a claim', async (page) => {
  const actions = await page.locator('[data-action]').evaluateAll((all) => all.map((button) => button.dataset.action));
  equal(actions.sort(), [...Object.keys(effects), ...Object.keys(settings), ...elsewhere].sort(), 'the actions');
});

claim('each dot of the head leads to its page, and is marked there', async (page) => {
  for (const index of [7, 6, 5, 4, 3, 2, 1, 0]) {
    await page.locator('.pages a').nth(index).click();
    await shows(page, { hash: `#/${index + 1}`, page: index + 1 });
    const marked = await page.locator('.pages a').evaluateAll((dots) => dots.map((dot) => dot.getAttribute('aria-current')));
    equal(marked, STEPS.map((_, dot) => (dot === index ? 'page' : null)), 'the dots');
  }
});

claim('buttons that lead nowhere say so and do nothing', async (page) => {
  const off = (action) => page.locator(`[data-action="${action}"]`).getAttribute('aria-disabled');
  const all = async () => Promise.all(['previous-page', 'previous-step', 'next-step', 'next-page'].map(off));
  const insist = (action) => page.locator(`[data-action="${action}"]`).click({ force: true });
  await open(page, '#/1');
  equal(await all(), ['true', 'true', 'false', 'false'], 'on the first page');
  await insist('previous-page');
  await shows(page, { hash: '#/1' });
  await open(page, '#/3/2');
  equal(await all(), ['false', 'false', 'false', 'false'], 'in the middle');
  await open(page, '#/8');
  equal(await all(), ['false', 'false', 'true', 'true'], 'on the last page');
  await insist('next-step');
  await shows(page, { hash: '#/8' });
});

claim('a click beside a dialog closes it, one inside does not', async (page) => {
  for (const action of ['overview', 'search', 'settings', 'help']) {
    await click(page, action);
    const box = await page.locator('dialog[open]').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + 30);
    await shows(page, { dialog: `_${action}` });
    await page.mouse.click(2, 2);
    await shows(page, { dialog: '' });
  }
});

claim('the button of a dialog closes it, and the focus returns', async (page) => {
  for (const action of ['overview', 'search', 'settings', 'help']) {
    await click(page, action);
    await page.locator('dialog[open] .head form button').click();
    await shows(page, { dialog: '' });
    equal(await page.evaluate(() => document.activeElement.dataset.action), action, 'what has the focus');
  }
});

claim('a mouse that clicks the bare picture does nothing', async (page) => {
  await open(page, '#/3/2');
  const before = await seen(page);
  const { x, y, width, height } = await page.locator('.page.current .stage').boundingBox();
  for (const part of [0.1, 0.5, 0.9]) await page.mouse.click(x + part * width, y + height - 4);
  equal(await seen(page), before, 'the player');
});
