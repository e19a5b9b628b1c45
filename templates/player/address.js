// The address says where we are, and leads there.
'use strict';

/**
 * @param {'push' | 'replace'} history
 * @param {string} hash
 */
function address(history, hash) {
  if (location.hash === hash) return;
  try {
    if (history === 'push') window.history.pushState(null, '', hash);
    else window.history.replaceState(null, '', hash);
  } catch {
    // Some browsers refuse a document without an origin; the lesson works without its address.
  }
}

/** Goes where the address says: to a page and step, or to what a link within the lesson names. */
function followAddress() {
  const target = named(location.hash);
  const around = sections.findIndex((section) => section.contains(target));
  const [, page = around + 1, step = 0] = /^#\/(\d+)(?:\/(\d+))?$/.exec(location.hash) ?? [];
  const index = Math.min(Math.max(Number(page), 1), sections.length) - 1;
  const last = reel.pages[index].steps.length;
  Object.assign(now, { page: index, t: stillOf(index, Math.min(Number(step), last)), until: null, hold: 0 });
  show('keep');
  if (!target) return;
  if (target instanceof HTMLDetailsElement) target.open = true;
  target.scrollIntoView();
}

/**
 * What a link within the lesson names. The browser's own target is not yet known while the page loads.
 * @param {string} hash
 */
function named(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // Not every address is well written.
  }
}

/**
 * Follows a link within the lesson, also where it leads to where we are.
 * @param {string} hash
 */
function follow(hash) {
  if (location.hash === hash) followAddress();
  else location.hash = hash;
}

/** Each question has a link of its own; one that is opened becomes the address. */
function startQuestions() {
  for (const question of /** @type {HTMLDetailsElement[]} */ (all('.faq details'))) {
    const link = element('a', 'Link to this question');
    link.href = `#${question.id}`;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      address('replace', link.hash);
      copyLink();
    });
    const line = element('p', link);
    line.className = 'link';
    question.lastElementChild?.append(line);
    question.addEventListener('toggle', () => {
      if (question.open && sections[now.page].contains(question)) address('replace', link.hash);
      else if (location.hash === link.hash) address('replace', `#/${now.page + 1}`);
    });
  }
}

/** Copies the address of this place as a slideshow, whatever window we are in. */
function copyLink() {
  dialog('settings').close();
  const question = all('.faq details', sections[now.page]).some(({ id }) => `#${id}` === location.hash);
  const step = stepAt(now.page, now.t);
  const hash = question ? location.hash : `#/${now.page + 1}${step ? `/${step}` : ''}`;
  const link = location.href.replace(/[?#].*/, '') + hash;
  const copied = () => tell('Link copied');
  const refused = () => (copyByHand(link) ? copied() : tell(link));
  if (navigator.clipboard) navigator.clipboard.writeText(link).then(copied, refused);
  else refused();
}

/**
 * Copies where the browser has no clipboard for scripts, or refuses it.
 * @param {string} text
 */
function copyByHand(text) {
  const field = element('textarea', text);
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  focused?.focus();
  return copied;
}
