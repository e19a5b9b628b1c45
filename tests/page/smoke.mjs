// A slideshow in a browser without a network: `node smoke.mjs PAGE.html BROWSER TOOLS_FOLDER`.
// Each claim prints a line; the exit code is 1 when one does not hold.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [file, browserPath, tools] = process.argv.slice(2);
const { chromium } = createRequire(`${resolve(tools)}/`)('playwright-core');
const address = pathToFileURL(resolve(file)).href;
const sizes = [
  { width: 1280, height: 720 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];

let failed = 0;
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
try {
  await claim('the page opens without a word on the console or a request', async (page) => {
    equal(await page.locator('h1').count() > 0, true, 'there is a heading');
  });

  await claim('the right arrow goes to the next step and the left one back', async (page) => {
    await open(page, '#/3/1');
    await page.keyboard.press('ArrowRight');
    await arrived(page, /^#\/3\/2$/);
    await page.keyboard.press('ArrowLeft');
    await arrived(page, /^#\/3\/1$/);
  });

  await claim('the buttons do what the keys do', async (page) => {
    await open(page, '#/3/1');
    await page.locator('[data-action="next-step"]').click();
    await arrived(page, /^#\/3\/2$/);
    await page.locator('[data-action="next-page"]').click();
    await arrived(page, /^#\/4(\/0)?$/);
  });

  await claim('a link leads to a step, and the way back leads back', async (page) => {
    await open(page, '#/3/2');
    const told = await page.locator('.say .where').textContent();
    equal(/^Step 2 of \d+$/.test(told ?? ''), true, `"${told}" is told`);
    await page.keyboard.press('ArrowDown');
    await arrived(page, /^#\/4(\/0)?$/);
    await page.goBack();
    await arrived(page, /^#\/3\/2$/);
  });

  await claim('what is stepped back to looks as it did', async (page) => {
    await open(page, '#/3/2');
    const before = await sprites(page);
    await open(page, '#/3/3');
    equal((await sprites(page)) === before, false, 'another step is another picture');
    await open(page, '#/3/2');
    equal((await sprites(page)) === before, true, 'the same step is the same picture');
  });

  await claim('every page can be reached by keyboard', async (page) => {
    const pages = await page.locator('.pages a').count();
    equal(pages > 1, true, 'there are pages');
    await page.keyboard.press('End');
    await arrived(page, new RegExp(`^#/${pages}(/0)?$`));
    await page.keyboard.press('Home');
    await arrived(page, /^(#\/1(\/0)?)?$/);
  });

  await claim('a packet opens its fields by keyboard and closes again', async (page) => {
    await open(page, '#/3/99');
    await page.locator('[data-arrow][role="button"]:visible').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] table').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  await claim('the colours can be turned', async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await background();
    await page.locator('[data-action="settings"]').click();
    await page.locator('[data-action="theme"]').click();
    equal((await background()) === before, false, 'the background changes');
  });

  await claim('an arrow of the ladder leads to its step and opens its fields', async (page) => {
    await open(page, '#/4/1');
    await page.locator('.page.current [data-arrow="2.2.0"][role="button"]').focus();
    equal((await page.locator('.page.current .marked').count()) > 0, true, 'what has the focus is marked');
    await page.keyboard.press('Enter');
    await arrived(page, /^#\/3\/3$/);
    equal(await page.locator('#_packet h2').textContent(), 'PORT 1,1,1,1,213,177', 'the packet is open');
  });

  await claim('the overview and the search lead to pages, steps and questions', async (page) => {
    await page.keyboard.press('o');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await arrived(page, /^#\/2$/);
    await page.keyboard.press('/');
    await page.keyboard.type('PICKS  frée');
    equal(await page.locator('#_search > .where').textContent(), '1 found', 'accents and case do not count');
    await page.keyboard.press('Enter');
    await arrived(page, /^#\/3\/2$/);
    await page.keyboard.press('/');
    await page.keyboard.type('who opens');
    await page.keyboard.press('Enter');
    await page.locator('details[open]').waitFor();
  });

  await claim('the transcript is in step with the player', async (page) => {
    await open(page, '#/3/2');
    await page.keyboard.press('t');
    equal(await page.locator('.transcript [aria-current]').getAttribute('data-place'), '2.2', 'it marks the step');
    await page.locator('.transcript a[href="#/4/1"]').click();
    await arrived(page, /^#\/4\/1$/);
    equal(await page.locator('.transcript [aria-current]').getAttribute('data-place'), '3.1', 'it goes along');
  });

  await claim('a presenter has a second window in step with the first', async (page) => {
    await open(page, '#/3/1');
    const [second] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('p')]);
    await arrived(second, /^#\/3\/1$/);
    await second.locator('.desk').waitFor();
    await second.keyboard.press('PageDown');
    await arrived(page, /^#\/3\/2$/);
    await page.keyboard.press('PageDown');
    await arrived(second, /^#\/3\/3$/);
  });

  await claim('the first message goes for good when asked to', async (page) => {
    await page.locator('.welcome input').check();
    await page.locator('[data-action="welcome"]').click();
    await page.locator('.welcome').waitFor({ state: 'hidden' });
    equal(await page.evaluate(() => JSON.parse(localStorage.packetreel).welcomed), true, 'it is remembered');
  });

  for (const size of sizes) {
    await claim(`nothing scrolls sideways at ${size.width} pixels, and something is seen`, async (page) => {
      await page.setViewportSize(size);
      for (const hash of ['#/1', '#/3/2', '#/9']) {
        await open(page, hash);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        equal(wide <= size.width, true, `${hash} is ${wide} pixels wide`);
        const picture = await still(page);
        equal(picture.length > 5000, true, `${hash} shows something`);
      }
    });
  }

  for (const size of sizes) {
    await claim(`every caption can be read at ${size.width} pixels`, async (page) => {
      await page.setViewportSize(size);
      const pages = await page.locator('.pages a').count();
      for (let number = 1; number <= pages; number += 1) {
        for (let step = 1; step <= 9; step += 1) {
          await open(page, `#/${number}/${step}`);
          const hidden = await page.evaluate(hiddenCaption);
          equal(hidden, '', `${hidden} on page ${number}, step ${step}`);
        }
      }
    });
  }

  await claim('without script the whole lesson can be read', async (page) => {
    for (const told of ['FTP basics', 'PORT', 'FAQ']) {
      equal((await page.locator('main').innerText()).includes(told), true, `"${told}" is there`);
    }
  }, { javaScriptEnabled: false });
} finally {
  await browser.close();
}
process.exitCode = failed ? 1 : 0;

/** Runs one claim in a browser of its own, with nothing on the network, and no error tolerated. */
async function claim(name, prove, options = {}) {
  const context = await browser.newContext({ viewport: sizes[0], reducedMotion: 'reduce', ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const itself = request.url().split('#')[0] === address;
    if (!itself && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(address);
    await prove(page);
    if (complaints.length) throw new Error(complaints.join('\n'));
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.message}`);
  } finally {
    await context.close();
  }
}

/** Goes to a place of the lesson the way a link would. */
async function open(page, hash) {
  await page.goto(`${address}${hash}`);
  await page.evaluate(() => document.fonts.ready);
}

/** Waits until the address is that of the wanted step. */
async function arrived(page, pattern) {
  await page.waitForFunction(([source]) => new RegExp(source).test(location.hash), [pattern.source]);
}

/** What the sprites on screen look like, as text: a screenshot differs by a shade where an edge was drawn anew. */
async function sprites(page) {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('[data-sprite]')].filter((sprite) => sprite.getClientRects().length);
    const looks = seen.map((sprite) => {
      const { opacity, visibility, transform } = getComputedStyle(sprite);
      return [sprite.dataset.sprite, opacity, visibility, transform, sprite.textContent].join(' ');
    });
    return looks.join('\n');
  });
}

/** Runs in the page: what stands over the caption's words, or where they leave the page; empty when all is well. */
function hiddenCaption() {
  const caption = document.querySelector('.say .caption');
  if (!caption?.textContent || !caption.getClientRects().length) return '';
  const range = document.createRange();
  range.selectNodeContents(caption);
  const words = range.getBoundingClientRect();
  const controls = document.querySelector('.controls').getBoundingClientRect();
  const apart = words.bottom <= controls.top + 1 || words.top >= controls.bottom - 1;
  if (!apart) return 'the controls stand over the caption';
  return words.right > document.documentElement.clientWidth + 1 ? 'the caption leaves the page' : '';
}

async function still(page) {
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

function equal(actual, expected, what) {
  if (actual !== expected) throw new Error(`not so: ${what}`);
}
