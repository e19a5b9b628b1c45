// The address says where we are, and leads there.
import { STEPS, arrived, becomes, claim, click, equal, holds, open, press, seen, shows, visit } from './harness.mjs';

claim('a link leads to each step', async (page) => {
  for (const [index, steps] of STEPS.entries()) {
    for (let step = 1; step <= steps; step += 1) {
      await open(page, `#/${index + 1}/${step}`);
      await shows(page, { page: index + 1, where: `Step ${step} of ${steps}` });
    }
  }
});

claim('a link that is opened anew leads to its step, and says the page’s name', async (page) => {
  await visit(page, '#/3/3');
  await shows(page, { page: 3, where: 'Step 3 of 4' });
  equal(await page.title(), '3/8 H1: get foo, PORT · FTP basics', 'the title');
  await page.reload();
  await shows(page, { page: 3, where: 'Step 3 of 4', hash: '#/3/3' });
});

claim('a link to nowhere leads to the nearest place', async (page) => {
  for (const [hash, number, where] of [
    ['#/99', 8, ''], ['#/3/99', 3, 'Step 4 of 4'], ['#/0', 1, ''], ['#/3/0', 3, '4 steps'], ['#/x', 1, ''], ['#%', 1, ''],
    ['#/1/5', 1, ''], ['#nothing', 1, ''], ['#/3/-1', 1, ''], ['#/99999999999999999999/1', 8, ''],
  ]) {
    await visit(page, hash);
    await shows(page, { page: number, where });
  }
});

claim('back and forward go over the pages that were visited', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'ArrowDown');
  await arrived(page, '#/4');
  await press(page, 'ArrowRight', 'ArrowRight');
  await arrived(page, '#/4/2');
  await page.goBack();
  await shows(page, { hash: '#/3/2', page: 3, where: 'Step 2 of 4' });
  await page.goForward();
  await shows(page, { hash: '#/4/2', page: 4, where: 'Step 2 of 3' });
});

claim('each page has a title of its own', async (page) => {
  const titles = new Set();
  for (const [index] of STEPS.entries()) {
    await open(page, `#/${index + 1}`);
    titles.add(await page.title());
  }
  equal(titles.size, STEPS.length, 'titles');
});

claim('copy link copies the address of the step', async (page) => {
  await open(page, '#/3/2');
  await click(page, 'settings');
  await click(page, 'copy-link');
  await becomes(page, () => document.querySelector('[role="status"].status').textContent, 'Link copied', 'what is told');
  equal(await pasted(page), `${page.url().split('#')[0]}#/3/2`, 'what was copied');
});

claim('copy link works where the browser has no clipboard for scripts', async (page) => {
  await open(page, '#/4/1');
  await click(page, 'settings');
  await click(page, 'copy-link');
  await becomes(page, () => document.querySelector('.status').textContent, 'Link copied', 'what is told');
  equal(await page.evaluate(() => globalThis.copied), `${page.url().split('#')[0]}#/4/1`, 'what was copied');
}, { before: (page) => page.addInitScript(withoutClipboard) });

claim('each question has a link that opens it', async (page) => {
  const ids = await page.locator('.faq details').evaluateAll((all) => all.map(({ id }) => id));
  equal([ids.length, new Set(ids).size, ids.includes('')], [10, 10, false], 'the names of the questions');
  for (const id of ids) {
    await visit(page, `#${id}`);
    await shows(page, { page: 8 });
    const opened = await page.locator('.faq details').evaluateAll((all) => all.filter(({ open: is }) => is).map((one) => one.id));
    equal(opened, [id], 'the questions that are open');
  }
});

claim('a question that is opened becomes the address, and its link can be copied', async (page) => {
  await open(page, '#/8');
  await page.locator('.faq summary').nth(2).click();
  const id = await page.locator('.faq details').nth(2).getAttribute('id');
  await arrived(page, `#${id}`);
  await page.evaluate(() => (navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }));
  await page.locator('.faq details[open] .link a').click();
  await becomes(page, () => document.querySelector('.status').textContent, 'Link copied', 'what is told');
  equal(await page.evaluate(() => globalThis.copied), page.url(), 'what was copied');
  await page.locator('.faq summary').nth(2).click();
  await arrived(page, '#/8');
});

claim('links out of the lesson open apart, and tell the other side nothing', async (page) => {
  const links = await page.locator('main a[href^="http"]').evaluateAll((all) => all.map(({ href, rel, target }) => ({ href, rel, target })));
  holds(links.length > 0, 'there is one');
  for (const { href, rel } of links) holds(/\bnoopener\b/.test(rel), `${href} opens with noopener`);
});

claim('the address follows the player without a new entry for each step', async (page) => {
  await open(page, '#/3');
  const before = await page.evaluate(() => history.length);
  await press(page, 'ArrowRight', 'ArrowRight', 'ArrowLeft');
  await shows(page, { hash: '#/3/1' });
  equal(await page.evaluate(() => history.length), before, 'entries');
  equal((await seen(page)).page, 3, 'the page');
});

/** Runs in the page, before its scripts: the browser has only one clipboard, which the other claims use. */
function withoutClipboard() {
  Object.defineProperty(navigator, 'clipboard', { value: undefined });
  document.addEventListener('copy', (event) => {
    globalThis.copied = String(document.getSelection()) || document.activeElement.value;
    event.preventDefault();
  });
}

/** What a paste brings: the field of the search is at hand for it. */
async function pasted(page) {
  await press(page, '/');
  await page.locator('#_search input').fill('');
  await press(page, 'Control+v');
  return page.locator('#_search input').inputValue();
}
