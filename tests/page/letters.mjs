// Every letter on the page comes from a typeface that the page brings along.
import { claim, click, equal, holds, open, press, PHONE, STEPS, WIDE } from './harness.mjs';

/** The typefaces that Chromium took for the visible texts of the page, but for those that the page brings along. */
async function foreign(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'body, body *' });
  const found = [];
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const { familyName, isCustomFont, glyphCount } of fonts) {
      if (isCustomFont) continue;
      const { node } = await session.send('DOM.describeNode', { nodeId });
      found.push(`${glyphCount} of ${familyName} in ${node.nodeName} ${node.attributes.join(' ')}`);
    }
  }
  await session.detach();
  return found;
}

for (const viewport of [WIDE, PHONE]) {
  claim(`letters: each page at ${viewport.width} pixels has its own`, async (page) => {
    for (const [index, steps] of STEPS.entries()) {
      await open(page, `#/${index + 1}/${steps}`.replace(/\/0$/, ''));
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      equal(await foreign(page), [], `page ${index + 1}`);
    }
  }, { viewport });
}

const states = {
  help: (page) => press(page, '?'),
  settings: (page) => click(page, 'settings'),
  overview: (page) => press(page, 'o'),
  search: (page) => press(page, '/').then(() => page.keyboard.type('port')),
  transcript: (page) => press(page, 't'),
  packet: (page) => page.locator('.page.current .stage [role="button"]').first().press('Enter'),
};

for (const [what, go] of Object.entries(states)) {
  claim(`letters: ${what} has its own`, async (page) => {
    await open(page, '#/3/3');
    await go(page);
    if (what !== 'transcript') await page.locator(`dialog[open]#_${what}`).waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    equal(await foreign(page), [], what);
  });
}

claim('letters: one that no typeface of the page has is seen as foreign', async (page) => {
  await page.evaluate(() => document.querySelector('.say .caption').append('Ж'));
  holds((await foreign(page)).some((found) => found.startsWith('1 of ')), 'it is found');
});
