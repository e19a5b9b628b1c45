// What every file of claims is written with: a claim has a browser window of its own, no network, and no error is let pass.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** What the command line names. `lesson` is the address of the slideshow that the claims are about. */
export const given = readGiven(process.argv.slice(2));
mkdirSync(given.scratch, { recursive: true });
const tools = createRequire(`${resolve(given.tools)}/`);
export const { chromium } = tools('playwright-core');
export const axe = tools('axe-core');

export const WIDE = { width: 1280, height: 720 };
export const TABLET = { width: 768, height: 1024 };
export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 640 };
export const SIZES = [WIDE, TABLET, PHONE, SMALL];

/** The flagship, as its author wrote it: how many steps each page has. */
export const STEPS = [0, 5, 4, 3, 3, 3, 4, 0];

/** Longest wait for something to become so. */
const PATIENCE_MS = 10_000;
/** A claim that takes longer hangs. */
const LIMIT_MS = 180_000;
const AT_ONCE = 3;

const claims = [];

/**
 * Registers a claim: `prove` gets a page that shows the lesson, and throws where the claim does not hold. `options` are
 * those of a browser context, and: `motion` (otherwise reduced), `clock` (time stands until the claim lets it pass),
 * `address` (another page), `before` (what to do with the page before it is opened), `welcomed` (false: a first visit),
 * `permits` (complaints that belong to the claim).
 */
export function claim(name, prove, options = {}) {
  claims.push({ name, prove, options });
}

/**
 * Proves all claims, a few at a time; tells how many held and how many did not. What did not hold is proved again, alone in
 * a browser of its own: a browser that was starved of its processor fails no claim, and one that does not hold fails twice.
 */
export async function proveAll() {
  const chosen = claims.filter(({ name }) => name.includes(given.only));
  const doubted = await proveEach(chosen, AT_ONCE);
  if (doubted.length > 0) console.log(`once more, alone: ${doubted.length}`);
  const failed = [];
  for (const one of doubted) failed.push(...(await proveEach([one], 1)));
  return { passed: chosen.length - failed.length, failed: failed.length };
}

/** Proves claims in one browser, `atOnce` at a time; the answer is those that did not hold. */
async function proveEach(these, atOnce) {
  const browser = await chromium.launch({ executablePath: given.browser, args: ['--no-sandbox'] });
  const left = [...these];
  const failed = [];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const complaint = await hold(browser, next);
      console.log(complaint ? `FAILED  ${next.name}\n${complaint.replace(/^/gm, '        ')}` : `ok      ${next.name}`);
      if (complaint) failed.push(next);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await browser.close().catch(() => {});
  }
  return failed;
}

/** Proves one claim; the answer is empty, or says what is wrong. */
async function hold(browser, { prove, options }) {
  const { motion, clock, address = given.lesson, before, welcomed = true, permits, ...settings } = options;
  const complaints = [];
  let context;
  try {
    context = await browser.newContext({ viewport: WIDE, reducedMotion: motion ? 'no-preference' : 'reduce', ...settings });
    listen(context, complaints);
    context.setDefaultTimeout(PATIENCE_MS);
    await context.setOffline(true);
    if (clock) await context.clock.install({ time: new Date('2024-02-29T12:34:00') });
    if (welcomed && settings.javaScriptEnabled !== false) await context.addInitScript(visitBefore);
    const page = await context.newPage();
    await before?.(page);
    await page.goto(address);
    if (clock) await context.clock.pauseAt(new Date('2024-02-29T12:35:00'));
    await limited(prove(page));
    const wrong = complaints.filter((complaint) => !permits?.test(complaint));
    return wrong.join('\n');
  } catch (error) {
    return [error.message, ...complaints].join('\n');
  } finally {
    await context?.close().catch(() => {});
  }
}

/** No word on any console, no error and no request but for the files that the claims open. */
function listen(context, complaints) {
  const ours = /^(file|data|about|blob):/;
  context.on('console', (message) => complaints.push(`console: ${message.text()}`));
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('request', (request) => {
    const address = request.url().split(/[?#]/)[0];
    const isOurs = ours.test(address) && (!address.startsWith('file:') || address.endsWith('.html'));
    if (!isOurs) complaints.push(`request: ${request.url()}`);
  });
}

/** Runs in the page, before its scripts: this reader has been here before. (What is written so early may be lost.) */
function visitBefore() {
  const { getItem } = Storage.prototype;
  Storage.prototype.getItem = function remembered(name) {
    return getItem.call(this, name) ?? (name === 'packetreel' ? '{"welcomed":true}' : null);
  };
}

function limited(proof) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('this takes too long')), LIMIT_MS);
  });
  return Promise.race([proof, limit]).finally(() => clearTimeout(timer));
}

/** Goes to a place of the lesson the way a link would. */
export async function open(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await arrived(page, hash);
}

/** Opens the lesson anew: `query` and hash, as a reader would who comes from elsewhere. */
export async function visit(page, place, address = given.lesson) {
  const isHere = page.url().split('#')[0] === (address + place).split('#')[0];
  await page.goto(address + place);
  if (isHere) await page.reload();
  await page.evaluate(() => document.fonts.ready.then(() => {}));
}

/** Waits until the address names this place. */
export async function arrived(page, hash) {
  await becomes(page, () => location.hash, hash, 'the address');
}

/** Waits until `look`, run in the page, gives what is expected. */
export async function becomes(page, look, expected, what, argument) {
  const end = Date.now() + PATIENCE_MS;
  let seen;
  do {
    seen = await page.evaluate(look, argument);
    if (isDeepStrictEqual(seen, expected)) return;
    await new Promise((wake) => setTimeout(wake, 15));
  } while (Date.now() < end);
  equal(seen, expected, what);
}

export function equal(actual, expected, what) {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

export function holds(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}

export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Clicks a button by its action, wherever it is. */
export async function click(page, action) {
  await page.locator(`[data-action="${action}"]`).click();
}

/** Where the player is, as a reader sees it. */
export function seen(page) {
  return page.evaluate(() => {
    const scrubber = document.querySelector('.scrubber input');
    return {
      hash: location.hash,
      page: [...document.querySelectorAll('section.page')].findIndex((section) => section.classList.contains('current')) + 1,
      where: document.querySelector('.say .where').textContent,
      caption: document.querySelector('.say .caption').textContent.trim(),
      t: Number(scrubber.value),
      duration: Number(scrubber.max),
      plays: document.querySelector('[data-action="play"]').getAttribute('aria-label') === 'Pause',
      dialog: document.querySelector('dialog[open]')?.id ?? '',
    };
  });
}

/** Waits until the player is where the parts of `expected` say. */
export async function shows(page, expected) {
  const end = Date.now() + PATIENCE_MS;
  let now;
  do {
    now = await seen(page);
    if (Object.entries(expected).every(([name, value]) => now[name] === value)) return now;
    await new Promise((wake) => setTimeout(wake, 15));
  } while (Date.now() < end);
  const told = Object.fromEntries(Object.keys(expected).map((name) => [name, now[name]]));
  return equal(told, expected, 'the player shows');
}

/** Lets time pass in a page whose clock stands. */
export async function pass(page, ms) {
  await page.context().clock.runFor(ms);
}

/** What the pictures of the page look like, as text: a screenshot differs by a shade where an edge was drawn anew. */
export function pictures(page, selector = '.page.current .board svg') {
  return page.evaluate((which) => {
    const looks = [...document.querySelectorAll(`${which} [data-sprite]`)].map((sprite) => {
      const gone = sprite.getAttribute('visibility') === 'hidden';
      return gone ? 'gone' : [sprite.getAttribute('opacity') ?? '1', sprite.getAttribute('transform'), sprite.textContent].join(' ');
    });
    return looks.join('\n');
  }, selector);
}

function readGiven([dist, binary, browser, toolFolder, scratch, only = '']) {
  if (!scratch) throw new Error('usage: node run.mjs DIST PACKETREEL BROWSER TOOLS_FOLDER SCRATCH_FOLDER [WORDS]');
  const lesson = pathToFileURL(resolve(join(dist, 'ftp-basics/index.html'))).href;
  return { dist: resolve(dist), binary, browser, tools: toolFolder, scratch: resolve(scratch), only, lesson };
}
