// On paper: a handout.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { STEPS, claim, equal, given, holds, open, press } from './harness.mjs';

const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** The sheets that come out of the printer, as text. */
async function sheets(page, name) {
  const file = join(given.scratch, `${name}.pdf`);
  writeFileSync(file, await page.pdf({ format: 'A4' }));
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  return text.split('\f').slice(0, -1).map(plain);
}

claim('print: each page begins a sheet with its title, in order', async (page) => {
  await open(page, '#/3/2');
  const titles = await page.locator('.page > h2').allTextContents();
  const printed = await sheets(page, 'order');
  const starts = titles.map((title) => printed.findIndex((sheet) => sheet.replace('FTP basics ', '').startsWith(plain(title))));
  holds(starts.every((start, index) => start >= 0 && (index === 0 || start > starts[index - 1])), `sheets ${starts} begin the pages`);
  holds(printed.length >= STEPS.length && printed.length <= STEPS.length + 4, `${printed.length} sheets for ${STEPS.length} pages`);
});

claim('print: has all captions, notes, questions and answers, and nothing of the player', async (page) => {
  await open(page, '#/3/2');
  await press(page, 't', 'Escape');
  const parts = await page.locator('.captions > li, .note > p, .text > p, .faq summary, .faq .rich > p:not(.link)').allTextContents();
  const printed = (await sheets(page, 'all')).join(' ').replace(/\s|-/g, '');
  const missing = parts.filter((part) => !printed.includes(part.replace(/\s|-/g, '')));
  equal(missing, [], 'what is missing');
  for (const word of ['Link to this question', 'Transcript', 'Don’t show this again', 'Step 2 of 4', 'Presenter view']) {
    holds(!printed.includes(word.replace(/\s|-/g, '')), `“${word}” is not printed`);
  }
}, { welcomed: false });

claim('print: the pictures are those of each page’s end, wherever the player is', async (page) => {
  const words = async () => (await sheets(page, 'pictures')).map((sheet) => (sheet.match(/54705|220 FTP server ready|221 Goodbye|foo is complete/g) ?? []).sort());
  await open(page, '#/1');
  const before = await words();
  await open(page, '#/5/1');
  equal(await words(), before, 'words of the pictures');
  holds(before.flat().includes('foo is complete'), 'the last bubble is there');
});

claim('print: a handout can be printed without script', async (page) => {
  const printed = await sheets(page, 'plain');
  holds(printed.length >= STEPS.length, 'each page has a sheet');
  for (const word of ['foo is complete', 'What is FTP?', 'S1 cuts the file into pieces']) {
    holds(printed.join(' ').includes(word), `“${word}” is printed`);
  }
}, { javaScriptEnabled: false });
