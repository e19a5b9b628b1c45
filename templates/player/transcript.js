// The whole lesson as text, in step with the player.
'use strict';

const transcript = find('.transcript');

function toggleTranscript() {
  dialog('settings').close();
  const opens = transcript.hidden;
  if (opens && !find('ol', transcript).children.length) find('ol', transcript).append(...sections.map(chapter));
  transcript.hidden = !opens;
  press('transcript', opens);
  if (!opens) return;
  markTranscript(now.page, stepAt(now.page, now.t));
  transcript.scrollIntoView({ block: 'nearest' });
  find('.box', transcript).focus({ preventScroll: true });
}

/**
 * A page: title, text, steps, questions and notes, all of them copies of what the page has.
 * @param {HTMLElement} section
 * @param {number} page
 */
function chapter(section, page) {
  const title = element('h3', goTo(`#/${page + 1}`, `${page + 1}. ${find('h2', section).textContent}`));
  const item = element('li', title, ...copies('.text > *', section));
  const steps = all('.captions > li', section).map((caption, step) => passage(section, caption, page, step));
  if (steps.length) item.append(element('ol', ...steps));
  for (const question of all('.faq details', section)) {
    item.append(element('h4', ...copies('summary', question).flatMap((copy) => [...copy.childNodes])));
    item.append(...copies('.rich > :not(.link)', question));
  }
  item.append(...copies('.note:not([data-step]) > *', section));
  item.className = 'rich';
  item.dataset.place = `${page}.0`;
  return item;
}

/**
 * A step: its caption, what its picture shows, and its notes.
 * @param {HTMLElement} section
 * @param {HTMLElement} caption
 * @param {number} page
 * @param {number} step
 */
function passage(section, caption, page, step) {
  const number = step + 1;
  const link = goTo(`#/${page + 1}/${number}`, `Step ${number}`);
  const words = element('p', link, ' ', element('small', videoTime(page, step)), ' ', ...clones(caption.childNodes));
  const shown = element('p', reel.pages[page].steps[step].alt.replace(/^Step \d+ of \d+: /, ''));
  shown.className = 'shown';
  const item = element('li', words, shown, ...copies(`.note[data-step="${number}"] > :not(.of-step)`, section));
  item.dataset.place = `${page}.${number}`;
  return item;
}

/**
 * When a step begins in the lesson's video, and in its captions.
 * @param {number} page
 * @param {number} step
 */
function videoTime(page, step) {
  const before = tellings[0].slice(0, page);
  const ms = before.reduce((sum, { duration }) => sum + duration, tellings[0][page].steps[step].start);
  return new Date(ms).toISOString().slice(ms < 3.6e6 ? 14 : 11, 19);
}

/**
 * @param {string} hash
 * @param {string} text
 */
function goTo(hash, text) {
  const link = element('a', text);
  link.href = hash;
  return link;
}

/**
 * @param {string} selector
 * @param {HTMLElement} root
 */
function copies(selector, root) {
  return clones(all(selector, root));
}

/** @param {Iterable<Node>} nodes */
function clones(nodes) {
  const copied = [...nodes].map((node) => node.cloneNode(true));
  for (const copy of copied) {
    if (!(copy instanceof Element)) continue;
    for (const part of [copy, ...copy.querySelectorAll('[id], [tabindex]')]) {
      part.removeAttribute('id');
      part.removeAttribute('tabindex');
    }
  }
  return copied;
}

/**
 * @param {number} page
 * @param {number} step
 */
function markTranscript(page, step) {
  if (transcript.hidden) return;
  const box = find('.box', transcript);
  for (const item of all('[data-place]', box)) {
    if (item.dataset.place === `${page}.${step}`) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
  const { top, bottom } = find('[aria-current]', box).getBoundingClientRect();
  const view = box.getBoundingClientRect();
  if (top < view.top || bottom > view.bottom) box.scrollTop += top - view.top - 16;
}
