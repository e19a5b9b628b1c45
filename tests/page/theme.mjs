// Light and dark.
import { claim, click, equal, holds, open, press, visit } from './harness.mjs';

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const lightness = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;

claim('the page is light where the system is, and dark where that is dark', async (page) => {
  holds(lightness(await ground(page)) > 220, 'it is light');
  await page.emulateMedia({ colorScheme: 'dark' });
  holds(lightness(await ground(page)) < 40, 'it is dark');
  equal(await page.locator('[data-action="theme"]').getAttribute('aria-pressed'), 'true', 'the switch');
});

claim('what the reader chooses counts more than the system, and is remembered', async (page) => {
  await press(page, 'd');
  holds(lightness(await ground(page)) < 40, 'it is dark');
  await visit(page, '#/2/1');
  holds(lightness(await ground(page)) < 40, 'it is dark on the next visit');
  await click(page, 'settings');
  await click(page, 'theme');
  await page.emulateMedia({ colorScheme: 'dark' });
  holds(lightness(await ground(page)) > 220, 'it is light on a dark system');
});

claim('the pictures change colours with the page', async (page) => {
  await open(page, '#/3/3');
  const card = () => page.locator('.page.current .stage rect').first().evaluate((rect) => getComputedStyle(rect).fill);
  const light = await card();
  await press(page, 'd');
  const dark = await card();
  holds(lightness(light) > 220 && lightness(dark) < 60, `the panel’s ground is ${light}, then ${dark}`);
});

claim('paper is white whatever the colours are', async (page) => {
  await press(page, 'd');
  await page.emulateMedia({ media: 'print' });
  equal(await ground(page), 'rgb(255, 255, 255)', 'the ground');
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  holds(lightness(ink) < 60, 'the ink is dark');
});
