// How the page begins: alone, in a frame or as the presenter's; and light or dark: as the system says, until the reader chooses; the choice is remembered where the browser lets us.
(() => {
  'use strict';

  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const modes = ['embed', 'presenter'].filter((mode) => query.has(mode));
  root.classList.add('scripted', ...modes.slice(0, 1));

  const remembered = () => {
    try {
      return localStorage.getItem('packetreel-theme');
    } catch {
      return null; // Storage may be switched off, or refused to a local file.
    }
  };

  /** @param {string} theme */
  const remember = (theme) => {
    try {
      localStorage.setItem('packetreel-theme', theme);
    } catch {
      // Then the choice holds until the page is left.
    }
  };

  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

  const chosen = remembered();
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-action="theme"]');
    if (!button) return;
    const say = () => button.setAttribute('aria-pressed', String(isDark()));
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      remember(root.dataset.theme);
      say();
    });
    system.addEventListener('change', say);
    say();
  });
})();
