// How the page's scripts and their tests are linted; names across files are the type checker's matter.
import { createRequire } from 'node:module';

// ESLint's own rules, from wherever ESLint itself runs.
const { configs } = createRequire(process.argv[1])('@eslint/js');

const rules = {
  ...configs.recommended.rules,
  'no-undef': 'off',
  'no-unused-vars': ['error', { vars: 'local', argsIgnorePattern: '^_' }],
  'array-callback-return': 'error',
  'complexity': ['error', 16],
  'default-case-last': 'error',
  'eqeqeq': 'error',
  'max-depth': ['error', 3],
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', 50],
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }, { property: 'cssText' }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
};

export default [
  { files: ['templates/**/*.js'], languageOptions: { sourceType: 'script', ecmaVersion: 2022 }, rules },
];
