// All pages at a glance, and words that are looked for.
import { PHONE, STEPS, becomes, claim, click, equal, holds, open, press, shows } from './harness.mjs';

const finds = (page) => page.locator('#_found > li').allTextContents();

claim('the overview shows each page with number, title and picture, and marks where we are', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'o');
  const cards = await page.locator('#_overview a').evaluateAll((links) => links.map((link) => ({
    title: link.querySelector(':scope > span').textContent,
    seen: link.querySelector('.picture').getBoundingClientRect().height > 40 && [...link.querySelector('.picture').childNodes].some((part) => part.nodeType === Node.TEXT_NODE || part.getBoundingClientRect().width > 40),
    current: link.getAttribute('aria-current'),
    focused: link === document.activeElement,
  })));
  const titles = await page.locator('.page > h2').allTextContents();
  equal(cards.map(({ title }) => title), titles.map((title, index) => `${index + 1}. ${title}`), 'the titles');
  equal(cards.map(({ seen }) => seen), STEPS.map(() => true), 'pictures');
  equal(cards.map(({ current, focused }) => [current, focused]), STEPS.map((_, index) => (index === 2 ? ['page', true] : [null, false])), 'marks');
});

claim('the overview’s pictures are the ends of the pages', async (page) => {
  await open(page, '#/6/3');
  const end = await page.locator('.page.current .stage').evaluate(visibleText);
  await press(page, 'o');
  const card = await page.locator('#_overview a .picture svg').nth(5).evaluate(visibleText);
  equal(card, end, 'the words in the picture');
});

claim('in the overview arrow keys, Home and End choose, Enter goes there', async (page) => {
  await press(page, 'o');
  const chosen = () => page.evaluate(() => [...document.querySelectorAll('#_overview a')].indexOf(document.activeElement));
  const columns = await page.locator('#_overview a').evaluateAll((links) => links.filter((link) => link.offsetTop === links[0].offsetTop).length);
  holds(columns > 1, 'there are columns');
  for (const [key, at] of [
    ['ArrowRight', 1], ['ArrowDown', 1 + columns], ['ArrowUp', 1], ['ArrowLeft', 0], ['ArrowLeft', 0], ['End', 7], ['ArrowRight', 7], ['Home', 0], ['ArrowRight', 1],
  ]) {
    await press(page, key);
    equal(await chosen(), at, `the page after ${key}`);
  }
  await press(page, 'Enter');
  await shows(page, { hash: '#/2', dialog: '' });
});

claim('a click in the overview goes to the page', async (page) => {
  await press(page, 'o');
  await page.locator('#_overview a').nth(4).click();
  await shows(page, { hash: '#/5', page: 5, dialog: '' });
});

claim('the overview of a phone has pictures too, and can be scrolled to its last page', async (page) => {
  await click(page, 'overview');
  const widths = await page.locator('#_overview .picture svg').evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width > 40));
  equal(widths, STEPS.slice(1).map(() => true), 'pictures');
  await page.locator('#_overview a').last().click();
  await shows(page, { page: 8 });
}, { viewport: PHONE, hasTouch: true });

claim('search finds words of titles, captions, notes, texts and questions', async (page) => {
  for (const [words, place, hash] of [
    ['transfers foo to H1', 'Page 5', '#/5'],
    ['cuts the file into pieces', '5. S1 transfers foo to H1, step 1', '#/5/1'],
    ['both orders are allowed', '4. S1: Data connection request', '#/4'],
    ['54704 for control', '1. Overview: FTP basics', '#/1'],
    ['way out for a client', '8. FAQ', '#who-opens-the-data-connection'],
    ['cdup', '8. FAQ', '#what-are-ftp-commands'],
  ]) {
    await press(page, '/');
    await page.locator('#_search input').fill(words);
    const first = page.locator('#_found > li').first();
    equal(await first.locator('.where').textContent(), place, `the place of “${words}”`);
    await press(page, 'Enter');
    await shows(page, { hash, dialog: '' });
  }
});

claim('search takes no heed of case and accents, and wants every word', async (page) => {
  await press(page, '/');
  for (const [words, count] of [['PICKS free', 1], ['picks  frée', 1], ['picks zebra', 0], ['zebra', 0]]) {
    await page.locator('#_search input').fill(words);
    equal((await finds(page)).length, count, `finds of “${words}”`);
    await becomes(page, () => document.querySelector('#_search [role="status"]').textContent, `${count} found`, 'what is told');
  }
  await page.locator('#_search input').fill('   ');
  equal((await finds(page)).length, 0, 'finds of nothing');
});

claim('what was looked for is marked in what was found', async (page) => {
  await press(page, '/');
  await page.locator('#_search input').fill('free port');
  const marks = await page.locator('#_found > li').first().locator('mark').allTextContents();
  equal(marks, ['free', 'port'], 'the marks');
});

claim('in the search ↓ and ↑ choose, and those who hear the page are told what', async (page) => {
  await press(page, '/');
  await page.locator('#_search input').fill('data connection');
  const count = (await finds(page)).length;
  holds(count > 3, 'there is much to choose from');
  const chosen = () => page.evaluate(() => {
    const active = document.querySelector('#_search input').getAttribute('aria-activedescendant');
    const selected = [...document.querySelectorAll('#_found > [aria-selected="true"]')];
    return selected.length === 1 && selected[0].id === active ? [...selected[0].parentElement.children].indexOf(selected[0]) : null;
  });
  for (const [key, at] of [['ArrowDown', 1], ['ArrowDown', 2], ['ArrowUp', 1], ['ArrowUp', 0], ['ArrowUp', 0]]) {
    await press(page, key);
    equal(await chosen(), at, `chosen after ${key}`);
  }
  for (let times = 0; times < count + 2; times += 1) await press(page, 'ArrowDown');
  equal(await chosen(), count - 1, 'chosen at the end');
});

claim('a click on what was found goes there', async (page) => {
  await press(page, '/');
  await page.locator('#_search input').fill('picks a free');
  await page.locator('#_found > li').first().click();
  await shows(page, { hash: '#/3/2', dialog: '' });
});

claim('search leads to a question and opens it, also where it is the address already', async (page) => {
  for (let times = 0; times < 2; times += 1) {
    await press(page, '/');
    await page.locator('#_search input').fill('what does port do');
    await press(page, 'Enter');
    await page.locator('.faq details[open] summary', { hasText: 'What does PORT do?' }).waitFor();
    await page.locator('.faq details').evaluateAll((all) => all.forEach((one) => one.removeAttribute('open')));
  }
});

/** Runs in the page: the words of a picture that are seen. */
function visibleText(svg) {
  const texts = [...svg.querySelectorAll('text')].filter((text) => {
    const group = text.closest('[data-sprite]');
    return getComputedStyle(text).visibility === 'visible' && group.getAttribute('opacity') !== '0';
  });
  return texts.map(({ textContent }) => textContent.trim());
}
