// Windows of every width: nothing is cut off, nothing is too small to read.
import { SIZES, STEPS, claim, equal, holds, open } from './harness.mjs';

const widths = [...SIZES, { width: 1920, height: 1080 }, { width: 1180, height: 800 }, { width: 600, height: 900 }, { width: 844, height: 390 }];

for (const viewport of widths) {
  claim(`nothing scrolls sideways, no caption is covered and no text is too small at ${viewport.width} × ${viewport.height}`, async (page) => {
    for (const [index, steps] of STEPS.entries()) {
      for (let step = 0; step <= steps; step += 1) {
        await open(page, `#/${index + 1}/${step}`);
        const { wide, faults } = await page.evaluate(faultsOfPage);
        equal(wide, viewport.width, `the width of page ${index + 1}, step ${step}`);
        equal(faults, [], `what is wrong on page ${index + 1}, step ${step}`);
      }
    }
  }, { viewport });
}

claim('a wide window shows picture, caption and controls without scrolling', async (page) => {
  for (const size of [{ width: 1280, height: 720 }, { width: 1366, height: 768 }, { width: 1920, height: 1080 }, { width: 2560, height: 1440 }]) {
    await page.setViewportSize(size);
    for (const hash of ['#/2/5', '#/3/4', '#/7/4']) {
      await open(page, hash);
      const { bottom, high } = await page.evaluate(() => ({
        bottom: document.querySelector('.controls').getBoundingClientRect().bottom,
        high: document.documentElement.scrollHeight,
      }));
      holds(bottom <= size.height && high <= size.height, `${hash} fits into ${size.width} × ${size.height}`);
    }
  }
});

claim('a phone has the panels below each other, each as wide as the window', async (page) => {
  await open(page, '#/3/3');
  const boxes = await page.locator('.page.current .board svg').evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect()).map(({ top, width }) => ({ top, width })));
  equal(boxes.length, 3, 'panels');
  for (const { width } of boxes) holds(width > 290, `a panel of ${width} pixels`);
  equal(new Set(boxes.map(({ top }) => top)).size, 3, 'rows');
}, { viewport: SIZES[3] });

claim('a window that changes its width changes the arrangement, at the same moment', async (page) => {
  await open(page, '#/3/3');
  const wide = () => page.locator('.page.current .stage').getAttribute('viewBox');
  const before = await wide();
  await page.setViewportSize(SIZES[2]);
  await page.waitForFunction((box) => document.querySelector('.page.current .stage').getAttribute('viewBox') !== box, before);
  equal(await page.locator('.say .where').textContent(), 'Step 3 of 4', 'the step');
  holds(await page.locator('.page.current .stage [data-packet="2.2.0"]').isVisible(), 'the packet is there');
  await page.setViewportSize(SIZES[0]);
  await page.waitForFunction((box) => document.querySelector('.page.current .stage').getAttribute('viewBox') === box, before);
});

/** Runs in the page: how wide it is, and which texts are covered, cut off or too small. */
function faultsOfPage() {
  const faults = [];
  const caption = document.querySelector('.say .caption');
  const controls = document.querySelector('.controls').getBoundingClientRect();
  if (caption.checkVisibility() && caption.textContent) {
    const range = document.createRange();
    range.selectNodeContents(caption);
    const { top, bottom, right } = range.getBoundingClientRect();
    if (bottom > controls.top + 1 && top < controls.bottom - 1) faults.push('the controls stand over the caption');
    if (right > innerWidth + 1) faults.push('the caption leaves the page');
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const box = text.parentElement;
    if (!text.data.trim() || !box.checkVisibility({ visibilityProperty: true }) || box.closest('.unseen, script, style, .symbols, .tools span')) continue;
    const scale = box instanceof SVGElement ? box.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(box).fontSize) * scale;
    const hidden = box.getBoundingClientRect().width <= 1;
    // In a wide window the picture is the frame's, as large as there is room; its smallest numbers are 12.5 units high.
    const least = box.closest('.board') && innerWidth >= 1180 ? 11.2 : 13.95;
    if (!hidden && size < least) small.add(`“${text.data.trim().slice(0, 20)}” is ${size.toFixed(1)} px`);
  }
  return { wide: document.documentElement.scrollWidth, faults: [...faults, ...[...small].slice(0, 3)] };
}
