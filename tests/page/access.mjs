// axe-core finds nothing, on any page, in any state, at any width, in any colours.
import { writeFileSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { PHONE, SMALL, STEPS, TABLET, WIDE, axe, becomes, claim, equal, given, holds, open, press, seen, shows } from './harness.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PLACES = STEPS.map((steps, index) => `#/${index + 1}${steps ? `/${steps}` : ''}`);

/** States of the player, and how to get there. */
const states = {
  'the overview': (page) => press(page, 'o'),
  'help': (page) => press(page, '?'),
  'the settings': (page) => page.locator('[data-action="settings"]').click(),
  'the search': async (page) => {
    await press(page, '/');
    await page.locator('#_search input').fill('data');
  },
  'a search without finds': async (page) => {
    await press(page, '/');
    await page.locator('#_search input').fill('zebra');
  },
  'a packet': async (page) => {
    await page.locator('.page.current .ladder [role="button"]').last().focus();
    await press(page, 'Enter');
  },
};

for (const viewport of [WIDE, TABLET, PHONE, SMALL]) {
  for (const colorScheme of ['light', 'dark']) {
    const where = `at ${viewport.width} pixels, ${colorScheme}`;
    claim(`axe: every page ${where}`, async (page) => {
      for (const place of PLACES) {
        await open(page, place);
        await clean(page, place, colorScheme);
      }
    }, { viewport, colorScheme });

    claim(`axe: every dialog ${where}`, async (page) => {
      await open(page, '#/3/3');
      for (const [name, go] of Object.entries(states)) {
        await go(page);
        await page.locator('dialog[open]').waitFor();
        await clean(page, name, colorScheme);
        await press(page, 'Escape');
        await shows(page, { dialog: '' });
      }
    }, { viewport, colorScheme });
  }

  claim(`axe: first message, transcript and every packet at ${viewport.width} pixels`, async (page) => {
    await open(page, '#/3/4');
    await clean(page, 'the first message', 'light');
    await press(page, 'a');
    await clean(page, 'every packet', 'light');
    await press(page, 't');
    await page.locator('.transcript').waitFor();
    await clean(page, 'the transcript', 'light');
    await open(page, '#/8');
    await page.locator('.faq details').evaluateAll((all) => all.forEach((question) => (question.open = true)));
    await clean(page, 'all answers', 'light');
  }, { viewport, welcomed: false });
}

claim('axe: forced colours', async (page) => {
  for (const place of PLACES) {
    await open(page, place);
    await clean(page, place, 'light');
  }
}, { forcedColors: 'active' });

for (const [mode, viewport] of [['embed', WIDE], ['embed', PHONE], ['presenter', WIDE], ['presenter', PHONE]]) {
  claim(`axe: ${mode} at ${viewport.width} pixels`, async (page) => {
    for (const place of ['#/1', '#/3/4', '#/7/4', '#/8']) {
      await open(page, place);
      await clean(page, place, 'light');
    }
  }, { viewport, address: `${given.lesson}?${mode}#/2/1` });
}

claim('axe: every page without script, light', (page) => clean(page, 'the handout', 'light'), { address: withoutScript() });
claim('axe: every page without script on a phone, dark', (page) => clean(page, 'the handout', 'light'), { viewport: SMALL, colorScheme: 'dark', address: withoutScript() });

claim('axe: the list of lessons', async (page) => {
  await clean(page, 'the list', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await clean(page, 'the list', 'dark');
}, { address: pathToFileURL(join(given.dist, 'index.html')).href, permits: /^request: file:.*\.svg$/ });

claim('Tab goes through everything once and comes out again', async (page) => {
  await open(page, '#/3/3');
  const stops = [];
  for (let times = 0; times < 80; times += 1) {
    await press(page, 'Tab');
    stops.push(await page.evaluate(() => {
      const { dataset, tagName, type, hash } = document.activeElement;
      return tagName === 'BODY' ? 'out' : [tagName, type ?? '', dataset.action ?? dataset.key ?? '', dataset.packet ? 'stage' : '', hash ?? ''].join(' ');
    }));
    if (stops.at(-1) === 'out') break;
  }
  equal(stops.at(-1), 'out', 'where Tab ends');
  equal(new Set(stops).size, stops.length, `stops that differ among ${stops}`);
});

claim('what has the focus can be seen to have it', async (page) => {
  await open(page, '#/3/3');
  for (let times = 0; times < 30; times += 1) {
    await press(page, 'Tab');
    const { name, style, width, inside } = await page.evaluate(() => {
      const target = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const { top, bottom, left, right } = target.getBoundingClientRect();
      const seen = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      return { name: target.tagName, style: outlineStyle, width: parseFloat(outlineWidth), inside: seen };
    });
    if (name === 'BODY') break;
    holds(style !== 'none' && width >= 2 && inside, `stop ${times} (${name}) has an outline in the window`);
  }
});

claim('those who hear the page are told each step once', async (page) => {
  await open(page, '#/3/1');
  await page.evaluate(() => {
    globalThis.told = 0;
    new MutationObserver(() => (globalThis.told += 1)).observe(document.querySelector('.say'), { childList: true, subtree: true, characterData: true });
  });
  const live = await page.locator('.say').evaluate((say) => [say.ariaLive, say.ariaAtomic]);
  equal(live, ['polite', 'true'], 'how it is told');
  await press(page, 'ArrowRight');
  await becomes(page, () => globalThis.told, 1, 'changes of what is told');
  await press(page, ',', ',', '.');
  equal(await page.evaluate(() => globalThis.told), 1, 'changes while the step stays');
  const { caption } = await seen(page);
  holds(caption.startsWith('H1 picks a free port'), 'the caption is told');
});

claim('the stage says in words what it shows', async (page) => {
  await open(page, '#/3/3');
  const label = await page.locator('.page.current .stage').getAttribute('aria-label');
  holds(label.startsWith('Step 3 of 4: H1 sends “PORT 1,1,1,1,213,177” to S1 on the control connection.'), label);
});

/** Nothing that axe-core would have a word on. */
async function clean(page, what, colours) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async ([values, only]) => {
    const options = { runOnly: only ? { type: 'rule', values: only } : { type: 'tag', values }, resultTypes: ['violations'] };
    const { violations } = await globalThis.axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`));
  }, [TAGS, colours === 'dark' ? ['color-contrast', 'link-in-text-block'] : null]);
  equal(found.slice(0, 3), [], `findings in ${what}`);
}

/** A copy of the lesson whose scripts are gone, as for a browser that refuses them. */
function withoutScript() {
  const file = join(given.scratch, 'no-script.html');
  const page = readFileSync(fileURLToPath(given.lesson), 'utf8');
  writeFileSync(file, page.replace(/<script\b[\s\S]*?<\/script>/g, ''));
  return pathToFileURL(file).href;
}

