// What is on screen follows from page and time alone; playing, stopping, speed and the scrubber.
import { STEPS, claim, click, equal, holds, open, pass, pictures, press, seen, shows } from './harness.mjs';

const last = STEPS.length - 1;

claim('each moment looks the same, whether time has come to it forward, backward or by a leap', async (page) => {
  for (const [index, steps] of STEPS.entries()) {
    if (!steps) continue;
    await open(page, `#/${index + 1}`);
    const { looks, differing } = await page.evaluate(goThrough, 24);
    equal(differing, [], `moments of page ${index + 1} that look otherwise`);
    holds(looks > steps, `page ${index + 1} moves`);
  }
}, { motion: true });

claim('a step back un-happens what the step did', async (page) => {
  await open(page, '#/3/2');
  const before = await pictures(page);
  holds(before.includes('54705'), 'the fact is shown');
  await press(page, 'ArrowLeft');
  const listens = () => page.locator('.page.current .stage text', { hasText: 'listens' }).evaluateAll((texts) =>
    texts.filter((text) => getComputedStyle(text).visibility === 'visible').length);
  equal(await listens(), 0, 'the fact before its step');
  await press(page, 'ArrowRight');
  equal(await listens(), 1, 'the fact after it');
  equal(await pictures(page), before, 'the picture');
});

claim('the scrubber has a tick for each step that follows another, where this begins', async (page) => {
  for (const [index, steps] of STEPS.entries()) {
    await open(page, `#/${index + 1}`);
    const ticks = await page.locator('.ticks span').evaluateAll((all) => all.map((tick) => parseFloat(tick.style.left)));
    equal(ticks.length, Math.max(steps - 1, 0), `the ticks of page ${index + 1}`);
    const { duration } = await seen(page);
    for (const [tick, place] of ticks.entries()) {
      const t = Math.round((place / 100) * duration);
      await at(page, t);
      await shows(page, { where: `Step ${tick + 1} of ${steps}` });
      await at(page, t + 1);
      await shows(page, { where: `Step ${tick + 2} of ${steps}` });
    }
  }
});

claim('the scrubber can be drawn with the mouse, and the address follows', async (page) => {
  await open(page, '#/3');
  const box = await page.locator('.scrubber input').boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 9, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 9, y, { steps: 5 });
  await page.mouse.up();
  await shows(page, { hash: '#/3/4', where: 'Step 4 of 4' });
  await press(page, 'ArrowLeft');
  await shows(page, { hash: '#/3/3' });
});

claim('play goes on over the pages, with time to read, and ends before what is read at leisure', async (page) => {
  await open(page, '#/6');
  await press(page, 'Space');
  await pass(page, 200);
  await shows(page, { page: 6, plays: true });
  const pages = [];
  for (let second = 0; second < 90 && (await seen(page)).plays; second += 1) {
    await pass(page, 1000);
    pages.push((await seen(page)).page);
  }
  equal([...new Set(pages)], [6, 7, 8], 'the pages that were played');
  await shows(page, { page: last + 1, plays: false, hash: '#/8' });
}, { motion: true, clock: true });

claim('play on a page without steps begins at the next that has some', async (page) => {
  await press(page, 'Space');
  await shows(page, { page: 2, plays: true, t: 0 });
}, { motion: true, clock: true });

claim('played time is the time of the lesson: a second is a second, at speed 2 it is two', async (page) => {
  await open(page, '#/3/1');
  for (const [speed, least, most] of [['1', 950, 1050], ['2', 1900, 2100], ['0.5', 450, 550]]) {
    await click(page, 'settings');
    await page.locator('[data-action="speed"]').selectOption(speed);
    await press(page, 'Escape');
    const from = (await seen(page)).t;
    await page.locator('[data-action="play"]').click();
    await pass(page, 1000);
    await page.locator('[data-action="play"]').click();
    const passed = (await seen(page)).t - from;
    holds(passed >= least && passed <= most, `at speed ${speed} a second is ${passed} ms`);
  }
}, { motion: true, clock: true });

claim('play stops at the end of each step when it is asked to', async (page) => {
  await click(page, 'settings');
  await click(page, 'stop');
  await press(page, 'Escape');
  await open(page, '#/3');
  for (let step = 1; step <= 4; step += 1) {
    await page.locator('[data-action="play"]').click();
    await shows(page, { plays: true });
    await pass(page, 20_000);
    await shows(page, { plays: false, where: `Step ${step} of 4` });
  }
}, { motion: true, clock: true });

claim('a step forward plays that step and rests at its end', async (page) => {
  await open(page, '#/3/2');
  await press(page, 'ArrowRight');
  const from = await shows(page, { where: 'Step 3 of 4', plays: true });
  await pass(page, 300);
  const later = await seen(page);
  holds(later.t > from.t, 'time passes');
  await pass(page, 20_000);
  const { t } = await shows(page, { where: 'Step 3 of 4', plays: false });
  await pass(page, 5000);
  await shows(page, { t });
}, { motion: true, clock: true });

claim('a pause stands still', async (page) => {
  await open(page, '#/3/1');
  await press(page, 'Space');
  await pass(page, 500);
  await press(page, 'Space');
  const before = [await seen(page), await pictures(page)];
  await pass(page, 3000);
  equal([await seen(page), await pictures(page)], before, 'what is seen');
}, { motion: true, clock: true });

claim('to look something up pauses the play', async (page) => {
  for (const key of ['o', '/']) {
    await open(page, '#/3/1');
    await press(page, 'Space');
    await shows(page, { plays: true });
    await press(page, key);
    await shows(page, { plays: false });
    await press(page, 'Escape');
  }
}, { motion: true });

/** Runs in the page: draws some of its moments forward, then backward and by leaps, and tells which differ from the first. */
function goThrough(count) {
  const scrubber = document.querySelector('.scrubber input');
  const look = (t) => {
    scrubber.value = String(t);
    scrubber.dispatchEvent(new Event('input'));
    const sprites = [...document.querySelectorAll('.page.current .board [data-sprite]')];
    const texts = sprites.map((sprite) => {
      if (sprite.getAttribute('visibility') === 'hidden') return 'gone';
      return [sprite.getAttribute('opacity') ?? '1', sprite.getAttribute('transform'), sprite.textContent].join(' ');
    });
    return texts.join('\n');
  };
  const moments = Array.from({ length: count }, (_, part) => Math.round((Number(scrubber.max) * part) / (count - 1)));
  const first = new Map(moments.map((t) => [t, look(t)]));
  const leaps = moments.map((_, place) => moments[(place * 7) % count]);
  const again = [...[...moments].reverse(), ...leaps];
  return { looks: new Set(first.values()).size, differing: again.filter((t) => look(t) !== first.get(t)) };
}

/** Goes to a moment of the page as the scrubber would. */
async function at(page, t) {
  await page.locator('.scrubber input').evaluate((scrubber, to) => {
    scrubber.value = String(to);
    scrubber.dispatchEvent(new Event('input'));
  }, t);
}
