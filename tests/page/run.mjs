// The slideshow in a browser without a network: `node run.mjs DIST PACKETREEL BROWSER TOOLS_FOLDER SCRATCH_FOLDER [WORDS]`.
// Each claim prints a line, or those whose names contain WORDS; the exit code is 1 when one does not hold.
import { proveAll } from './harness.mjs';

const subjects = [
  'access', 'injection', 'letters', 'pictures', 'presenter', 'narrow', 'time', 'motion', 'keys', 'buttons', 'links', 'inspector', 'ladder',
  'every-packet', 'overview-search', 'transcript', 'touch', 'settings', 'embed', 'theme', 'print', 'no-script',
];
for (const subject of subjects) await import(`./${subject}.mjs`);

const { passed, failed } = await proveAll();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
