// What a lesson says is text, whatever it looks like: nothing of it runs, asks the network or becomes an element.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { claim, equal, given, holds, open, press, shows, visit } from './harness.mjs';
import { payloads } from './payloads.mjs';

const folder = join(given.scratch, 'injection');
const PARTS = 4;

/**
 * A lesson with the payload in every text that an author can write. Front matter is quoted, and code spans have more
 * backticks around them than the payload has, so that the payload comes through whole.
 */
function lessonWith(payload) {
  return [frontMatter(JSON.stringify(payload)), pagesWith(payload, payload.replaceAll('|', '\\|'))].join('\n');
}

function frontMatter(quoted) {
  return `---
title: ${quoted}
summary: ${quoted}
hosts:
  A: { label: ${quoted}, address: 192.0.2.1, icon: laptop }
  B: { label: ${quoted} }
network: ${quoted}
connections:
  one: { from: "A:5000", to: "B:80", protocol: ${quoted} }
---
`;
}

function pagesWith(payload, cell) {
  const code = (event) => (event.includes('`') ? `\`\`\` ${event} \`\`\`` : `\`${event}\``);
  return `# Begin ${payload}

Text ${payload}

- ${payload}

| ${cell} | b |
|---|---|
| ${cell} | ${cell} |

# Steps ${payload}

1. ${code(`A types: ${payload}`)}
   Caption ${payload}
2. ${code(`A prints: ${payload}`)} ${code(`A notes: ${payload}`)}
   Caption ${payload}
3. ${code(`A sets fact = ${payload}`)}
   Caption ${payload}
4. ${code(`A -> B opens one: ${payload}`)}
   Caption ${payload}

   | Field | Value |
   |---|---|
   | ${cell} | ${cell} |

   > Note ${payload}

5. ${code(`B -> A accepts one: ${payload}`)} ${code(`A ~> B on one: ${payload}`)}
   Caption ${payload}

> Note ${payload}

# FAQ ${payload} {.faq}

## Question ${payload}

Answer ${payload}
`;
}

/** Lessons that a hostile author could try to get past the checks of addresses and names with. */
function refusals(payload) {
  const quoted = JSON.stringify(payload);
  const lesson = (host, connection) => `---\nhosts:\n  ${host}\n  B:\nconnections:\n  ${connection}\n---\n\n# Page\n\n1. \`A types: x\`\n   Caption.\n`;
  return {
    address: lesson(`A: { address: ${quoted} }`, 'one: { from: A, to: B }'),
    host: lesson(`${quoted}: { label: x }\n  A:`, 'one: { from: A, to: B }'),
    connection: lesson('A:', `${quoted}: { from: A, to: B }`),
    port: lesson('A:', `one: { from: ${JSON.stringify(`A:${payload}`)}, to: B }`),
  };
}

/** Builds the lessons, and says where the page of each payload is. */
function buildLessons() {
  rmSync(folder, { recursive: true, force: true });
  const lessons = join(folder, 'lessons');
  for (const [number, payload] of payloads.entries()) {
    mkdirSync(join(lessons, `payload-${number}`), { recursive: true });
    writeFileSync(join(lessons, `payload-${number}`, 'lesson.md'), lessonWith(payload));
  }
  execFileSync(given.binary, ['build', lessons, '--only', 'html', '--output', join(folder, 'dist'), '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'] });
  return payloads.map((_, number) => pathToFileURL(join(folder, 'dist', `payload-${number}`, 'index.html')).href);
}

const pages = buildLessons();
const size = Math.ceil(pages.length / PARTS);

claim('injection: there are sixty payloads or more, and each is in its page as text', async () => {
  holds(payloads.length >= 60 && new Set(payloads).size === payloads.length, `${payloads.length} payloads`);
  for (const [number, address] of pages.entries()) {
    const html = readFileSync(new URL(address), 'utf8');
    holds(html.includes('Caption '), `payload ${number} has a page`);
  }
});

for (let part = 0; part < PARTS; part += 1) {
  const numbers = payloads.map((_, number) => number).slice(part * size, (part + 1) * size);
  claim(`injection: payloads ${numbers[0] + 1} to ${numbers.at(-1) + 1} are text on every page, in every dialog`, async (page) => {
    await open(page, '#/3/4');
    await lookAround(page);
    const known = await page.evaluate(kindsOfElements);
    const dialogs = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => console.warn(`${violatedDirective} ${blockedURI}`));
    });
    for (const number of numbers) {
      await visit(page, '#/2/5', pages[number]);
      await shows(page, { page: 2, where: 'Step 5 of 5' });
      await lookAround(page);
      const { ran, strange, links } = await page.evaluate(traces, known);
      equal([ran, strange, links, dialogs], [false, [], [], []], `traces of “${payloads[number]}”`);
    }
  }, { permits: /^console: Autofocus/ });
}

claim('injection: what a payload says can be read where it stands', async (page) => {
  for (const number of [0, 15, 20, 45, 53]) {
    await visit(page, '#/2/4', pages[number]);
    const { caption } = await shows(page, { where: 'Step 4 of 5' });
    const label = await page.locator('.page.current .ladder [role="button"]').first().getAttribute('aria-label');
    const isMarkdown = payloads[number].startsWith('[');
    if (!isMarkdown) equal(caption, `Caption ${payloads[number]}`, 'the caption');
    holds(label.includes(payloads[number].replace(/\s+/g, ' ').slice(0, 12)), `the label ${label}`);
    equal(await page.locator('h1').textContent(), payloads[number], 'the title');
  }
});

claim('injection: addresses, ports and names take no payload', async () => {
  const lesson = join(folder, 'refused.md');
  const status = (text) => {
    writeFileSync(lesson, text);
    return exitCode(['check', lesson]);
  };
  const harmless = { address: '192.0.2.1', host: 'C', connection: 'one', port: '80' };
  for (const [field, value] of Object.entries(harmless)) equal(status(refusals(value)[field]), 0, `the exit code for ${field} ${value}`);
  for (const payload of payloads.filter((_, number) => number % 6 === 0)) {
    for (const [field, text] of Object.entries(refusals(payload))) {
      equal(status(text), 1, `the exit code for ${field} ${payload}`);
    }
  }
});

/** Opens all that shows the lesson's words once more. */
async function lookAround(page) {
  await press(page, 'a', 't');
  await press(page, 'o', 'Escape');
  await press(page, '/');
  await page.locator('#_search input').fill('a');
  await press(page, 'Escape');
  await page.locator('.page.current .ladder [role="button"]').last().focus();
  await press(page, 'Enter');
  await page.locator('#_packet table').first().waitFor();
  await press(page, 'Escape', 'End', 'Home');
  await shows(page, { page: 1 });
}

/** Runs in the page: the elements of a harmless lesson, each with the attributes that it may have. */
function kindsOfElements() {
  const kinds = [...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames().map((name) => `${one.localName} ${name}`).concat(one.localName));
  const counts = Object.fromEntries(['script', 'style', 'meta', 'title', 'link', 'base', 'form', 'input', 'dialog'].map((name) => [name, document.getElementsByTagName(name).length]));
  return { kinds: [...new Set(kinds)], counts };
}

/** Runs in the page: what a payload has left behind. */
function traces({ kinds, counts }) {
  const harmless = new Set([...kinds, 'mark', 'em', 'strong', 'br', 'hr', 'pre', 'h4', 'b']);
  const allowed = /^(a (href|rel)|\w+ (id|class|role|tabindex|title|hidden|lang|aria-[a-z]+|data-[a-z]+))$/;
  const strange = [];
  for (const one of document.querySelectorAll('*')) {
    const names = [one.localName, ...one.getAttributeNames().map((name) => `${one.localName} ${name}`)];
    strange.push(...names.filter((name) => !harmless.has(name) && !allowed.test(name) && !/^(g|use|text|svg|rect|path|tspan)\b(?! on)/.test(name)));
  }
  for (const [name, count] of Object.entries(counts)) {
    if (document.getElementsByTagName(name).length !== count) strange.push(`another number of ${name}`);
  }
  const links = [...document.querySelectorAll('[href], [src]')].map((one) => one.getAttribute('href') ?? one.getAttribute('src'));
  return { ran: 'ran' in globalThis, strange: [...new Set(strange)], links: links.filter((link) => !/^(#|https?:|mailto:)/.test(link)) };
}

function exitCode(args) {
  try {
    execFileSync(given.binary, args, { stdio: 'ignore' });
    return 0;
  } catch ({ status }) {
    return status;
  }
}
