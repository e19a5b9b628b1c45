// What a save does to a page in a browser: `node serve.mjs PACKETREEL LESSON.md FOLDER BROWSER TOOLS_FOLDER`, where
// the lesson is copied into the folder, which is empty. Each claim prints a line; the exit code is 1 when one does
// not hold. At the end: how long it takes from a save to the new picture.
import { createRequire } from 'node:module';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';

const [program, lesson, folder, browserPath, tools] = process.argv.slice(2);
const { chromium } = createRequire(`${resolve(tools)}/`)('playwright-core');
const text = readFileSync(lesson, 'utf8');
const path = join(folder, 'lesson.md');
const NOTE = 'S1 notes: foo goes to';
let failed = 0;

save(text);
const server = spawn(resolve(program), ['serve', path, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
const address = await new Promise((found) => {
  let said = '';
  server.stderr.on('data', (words) => {
    said += words;
    const start = /http:\S+(?=\n)/.exec(said);
    if (start) found(start[0]);
  });
});
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const words = [];
  page.on('console', (message) => words.push(message.text()));
  page.on('pageerror', (error) => words.push(String(error)));
  await page.goto(`${address}#/3/4`);

  await claim('a save shows at the same page and step', async () => {
    save(text.replace(NOTE, 'S1 notes: the file goes to'));
    await page.getByText('the file goes to').first().waitFor({ state: 'attached' });
    equal(await page.evaluate(() => location.hash), '#/3/4', 'the address');
    equal(await page.locator('.say .where').textContent(), 'Step 4 of 4', 'what is told');
  });

  await claim('a mistake stands over the last good picture, is said, can be hidden, and goes when it is mended', async () => {
    save(text.replace('H1 -> S1 on control: PORT', 'H1 -> S1 on contrl: PORT'));
    const alert = page.getByRole('alert');
    await alert.getByText('there is no connection `contrl`').waitFor();
    equal(/lesson\.md:58:\d+/.test((await alert.textContent()) ?? ''), true, 'its line is told');
    equal(await page.getByText('the file goes to').count() > 0, true, 'the last good picture stays');
    if (process.env.PACKETREEL_SHOTS) await page.screenshot({ path: join(process.env.PACKETREEL_SHOTS, 'mistake.png') });
    await page.getByRole('button', { name: 'Hide' }).click();
    await alert.waitFor({ state: 'hidden' });
    save(text.replace('H1 -> S1 on control: PORT', 'H1 -> S1 on cntrol: PORT'));
    await alert.getByText('there is no connection `cntrol`').waitFor();
    save(text.replace(NOTE, 'S1 notes: the file goes to'));
    await alert.waitFor({ state: 'hidden' });
    equal(await page.evaluate(() => location.hash), '#/3/4', 'the address');
  });

  await claim('a lesson that is deleted says so, and comes back', async () => {
    rmSync(path);
    await page.getByRole('alert').getByText('does not exist').waitFor();
    save(text);
    await page.getByText('foo goes to').first().waitFor({ state: 'attached' });
    await page.getByRole('alert').waitFor({ state: 'hidden' });
  });

  await claim('a page of another origin hears nothing', async () => {
    const other = await browser.newPage();
    const foreign = address.replace('127.0.0.1', 'localhost');
    await other.goto(foreign);
    const heard = await other.evaluate(
      (live) =>
        new Promise((told) => {
          const stream = new EventSource(live);
          stream.onmessage = () => told('news');
          stream.onerror = () => told('nothing');
        }),
      `${address}live`,
    );
    equal(heard, 'nothing', 'what it hears');
    await other.close();
  });

  await claim('nothing is said on the console', async () => equal(words.join('\n'), '', 'the console'));

  // Each document notes when it first paints a frame with a word that it has not painted before.
  await page.addInitScript(() => {
    const look = () => {
      const word = /foo\d+ goes to/.exec(document.querySelector('section.current')?.textContent ?? '')?.[0];
      if (word && !sessionStorage.getItem(word)) sessionStorage.setItem(word, String(Date.now()));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.reload();
  const times = [];
  for (let n = 0; n < 21; n += 1) {
    const word = `foo${n} goes to`;
    const start = Date.now();
    save(text.replace('foo goes to', word));
    const seen = await page.waitForFunction((word) => sessionStorage.getItem(word), word);
    times.push(Number(await seen.jsonValue()) - start);
    await new Promise((rested) => setTimeout(rested, 120));
  }
  times.sort((a, b) => a - b);
  console.log(`from a save to the new picture: median ${times[10]} ms, least ${times[0]} ms, most ${times[20]} ms`);

  await claim('the server stops at once, and the page says that it has', async () => {
    const ended = new Promise((code) => server.on('exit', code));
    server.kill('SIGINT');
    equal(await ended, 0, 'the exit code');
    await page.getByText('does not answer').waitFor();
  });
} finally {
  await browser.close();
  server.kill();
}
process.exit(failed > 0 ? 1 : 0);

function save(text) {
  writeFileSync(path, text);
}

async function claim(name, holds) {
  try {
    await holds();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error}`);
  }
}

function equal(found, expected, what) {
  if (found !== expected) throw new Error(`${what}: ${found}, not ${expected}`);
}
