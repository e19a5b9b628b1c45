// Makes templates/squeezed/player.js, which pages hold, from templates/player: `node squeeze.mjs TOOLS_FOLDER`. Names
// become short and spaces go; nothing else changes. With `--check` it writes nothing, and the exit code is 1 where the
// file is not what would be made. Its first line tells which sources it was made from: see src/site/script.rs.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [tools, check] = process.argv.slice(2);
const { minify } = createRequire(`${resolve(tools)}/`)('terser');

/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// The parts, in the order in which the page runs them.
const list = /const PARTS[^]*?\];/.exec(read('src/site/script.rs'))?.[0] ?? '';
const parts = [...list.matchAll(/"(player\/\w+\.js)"/g)].map(([, part]) => read(`templates/${part}`).trimEnd());
const sources = parts.join('\n');
const made = await minify(`(() => {\n'use strict';\n${sources}})();`, {
  ecma: 2020,
  compress: { passes: 2 },
  format: { comments: false },
});
const digest = createHash('sha256').update(sources).digest('hex');
const squeezed = `// ${digest}\n${made.code}\n`;
const path = 'templates/squeezed/player.js';
if (check !== '--check') writeFileSync(new URL(`../../${path}`, import.meta.url), squeezed);
else if (read(path) !== squeezed) {
  console.log(`${path} is not made from templates/player as it is now: run node tests/page/squeeze.mjs ${tools}`);
  process.exitCode = 1;
}
