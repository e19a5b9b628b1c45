// A browser without script: the whole lesson, to be read.
import { PHONE, STEPS, claim, equal, given, holds, open } from './harness.mjs';

const plain = { javaScriptEnabled: false };

claim('without script every title, caption, note, question and answer is seen', async (page) => {
  const hidden = await page.locator('h1, .page > h2, .captions > li, .note, .faq summary, .text').evaluateAll((all) =>
    all.filter((one) => !one.checkVisibility() || one.getBoundingClientRect().height < 10).map((one) => one.textContent.slice(0, 40)));
  equal(hidden, [], 'what is not seen');
  equal(await page.locator('.captions > li').count(), STEPS.reduce((sum, steps) => sum + steps, 0), 'captions');
  await page.locator('.faq summary').first().click();
  holds(await page.locator('.faq details[open] .rich').first().isVisible(), 'an answer unfolds');
}, plain);

claim('without script no control is seen that would do nothing', async (page) => {
  const seen = await page.locator('button, select, input, dialog, .say, .transcript, .desk').evaluateAll((all) =>
    all.filter((one) => one.checkVisibility()).map((one) => one.dataset.action ?? one.className));
  equal(seen, [], 'what is seen');
}, plain);

for (const viewport of [undefined, PHONE]) {
  claim(`without script ${viewport ? 'on a phone ' : ''}each page shows its last picture`, async (page) => {
    const texts = await page.locator('.page').evaluateAll(wordsOfPictures);
    equal(texts.length, STEPS.length, 'pages');
    const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    equal(width[0], width[1], 'the width');
    const context = await page.context().browser().newContext({ reducedMotion: 'reduce' });
    const scripted = await context.newPage();
    try {
      await scripted.goto(given.lesson);
      for (const [index, steps] of STEPS.entries()) {
        if (!steps) continue;
        await open(scripted, `#/${index + 1}/${steps}`);
        const [words] = await scripted.locator('.page.current').evaluateAll(wordsOfPictures);
        equal(texts[index], words, `the words in the pictures of page ${index + 1}`);
      }
    } finally {
      await context.close();
    }
  }, { ...plain, ...(viewport && { viewport }) });
}

claim('without script links lead to pages and questions', async (page) => {
  await page.goto(`${given.lesson}#what-is-ftp`);
  const top = await page.locator('#what-is-ftp').evaluate((question) => question.getBoundingClientRect().top);
  holds(top >= 0 && top < 720, 'the question is in view');
}, plain);

/** Runs in the page: for each section the words in its pictures that can be seen, in alphabetical order. */
function wordsOfPictures(sections) {
  return sections.map((section) => {
    const shown = [...section.querySelectorAll('.board svg')].flatMap((svg) => [...svg.querySelectorAll('text, use')]);
    const words = shown.flatMap((part) => {
      const group = part.closest('g[opacity], g[visibility], use[opacity]');
      if (getComputedStyle(part).visibility !== 'visible' || Number(group?.getAttribute('opacity') ?? 1) === 0) return [];
      const drawing = part.matches('use') ? document.querySelector(part.getAttribute('href')) : part;
      const texts = part.matches('use') ? [...drawing.querySelectorAll('text')] : [drawing];
      return texts.map(({ textContent }) => textContent.trim());
    });
    return words.filter(Boolean).sort();
  });
}
