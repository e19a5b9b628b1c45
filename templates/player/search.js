// Looking for words in titles, captions, notes, texts and questions.
'use strict';

/** @typedef {{ hash: string, place: string, text: string }} Passage */

/** How many finds are shown, and how much of the text around one. */
const FINDS = 50;
const AROUND = 60;

const wanted = /** @type {HTMLInputElement} */ (find('#_search input'));
/** @type {Passage[]} */
let passages = [];
let chosen = 0;

function openSearch() {
  pause();
  if (!passages.length) passages = sections.flatMap(passagesOf);
  openDialog('search');
  wanted.select();
  search();
}

/**
 * @param {HTMLElement} section
 * @param {number} page
 * @returns {Passage[]}
 */
function passagesOf(section, page) {
  const hash = `#/${page + 1}`;
  const title = words(find('h2', section));
  const place = `${page + 1}. ${title}`;
  const step = (/** @type {number} */ number) => ({ hash: `${hash}/${number}`, place: `${place}, step ${number}` });
  const captions = all('.captions > li', section).map((item, index) => ({ ...step(index + 1), text: words(item) }));
  const notes = all('.note', section).map((note) => {
    const number = Number(note.dataset.step ?? 0);
    const text = [...note.children].filter((part) => !part.matches('.of-step')).map(words).join(' ');
    return { ...(number ? step(number) : { hash, place }), text };
  });
  const questions = all('.faq details', section).map((question) => {
    const text = all(':scope > summary, .rich > :not(.link)', question).map(words).join(' ');
    return { hash: `#${question.id}`, place, text };
  });
  const texts = all('.text > *', section).map((part) => ({ hash, place, text: words(part) }));
  return [{ hash, place: `Page ${page + 1}`, text: title }, ...texts, ...captions, ...notes, ...questions];
}

/**
 * The text of an element, with what stands in cells and blocks of their own kept apart.
 * @param {Element} part
 */
function words(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  for (const block of copy.querySelectorAll('td, th, li, p, br')) block.after(' ');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * Each character without its accents and in lower case.
 * @param {string} text
 */
function folded(text) {
  return [...text].map((letter) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
}

/** Shows what has every word that is asked for; first what has them side by side. */
function search() {
  const asked = folded(wanted.value).join('').split(/\s+/).filter(Boolean);
  const has = ({ text = '' }, /** @type {string[]} */ ...parts) => parts.every((part) => folded(text).join('').includes(part));
  const matching = asked.length ? passages.filter((passage) => has(passage, ...asked)) : [];
  const isWhole = (/** @type {Passage} */ passage) => has(passage, asked.join(' '));
  const found = [...matching.filter(isWhole), ...matching.filter((passage) => !isWhole(passage))];
  const shown = found.slice(0, FINDS).map((passage, index) => result(passage, asked, index));
  find('#_found').replaceChildren(...shown);
  const count = found.length > FINDS ? `The first ${FINDS} of ${found.length} found` : `${found.length} found`;
  find('#_search .where').textContent = asked.length ? count : '';
  wanted.setAttribute('aria-expanded', String(found.length > 0));
  pick(0);
}

/**
 * @param {Passage} passage
 * @param {string[]} asked
 * @param {number} index
 */
function result({ hash, place, text }, asked, index) {
  const where = element('span', place);
  where.className = 'where';
  const item = element('li', where, ...marked(text, asked));
  item.id = `_found-${index}`;
  item.role = 'option';
  item.addEventListener('click', () => goToFound(hash));
  item.dataset.hash = hash;
  return item;
}

/**
 * The text around the first word that is asked for, with all such words marked.
 * @param {string} text
 * @param {string[]} asked
 */
function marked(text, asked) {
  const letters = [...text];
  const plain = folded(text);
  // Which character each unit of the folded text comes from.
  const origin = plain.flatMap((letter, index) => [...letter].flatMap((part) => Array(part.length).fill(index)));
  const joined = plain.join('');
  const isMarked = letters.map(() => false);
  for (const word of asked) {
    for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + word.length)) {
      isMarked.fill(true, origin[at], origin[at + word.length - 1] + 1);
    }
  }
  const first = isMarked.indexOf(true);
  // Whole words, where they are no longer than the room for them.
  const from = first > AROUND ? Math.min(letters.indexOf(' ', first - AROUND) + 1 || first, first) : 0;
  const room = from + 4 * AROUND;
  const last = room < letters.length ? letters.lastIndexOf(' ', room) : letters.length;
  const to = last > first ? last : room;
  /** @type {(Node | string)[]} */
  const parts = from > 0 ? ['… '] : [];
  for (let start = from, end = from; start < to; start = end) {
    while (end < to && isMarked[end] === isMarked[start]) end += 1;
    const part = letters.slice(start, end).join('');
    parts.push(isMarked[start] ? element('mark', part) : part);
  }
  return to < letters.length ? [...parts, ' …'] : parts;
}

/** @param {number} index */
function pick(index) {
  const items = all('#_found > li');
  chosen = Math.min(Math.max(index, 0), Math.max(items.length - 1, 0));
  items.forEach((item, number) => item.setAttribute('aria-selected', String(number === chosen)));
  items[chosen]?.scrollIntoView({ block: 'nearest' });
  if (items.length) wanted.setAttribute('aria-activedescendant', items[chosen].id);
  else wanted.removeAttribute('aria-activedescendant');
}

/** @param {string} hash */
function goToFound(hash) {
  dialog('search').close();
  follow(hash);
}

function startSearch() {
  wanted.addEventListener('input', search);
  wanted.addEventListener('keydown', (event) => {
    const items = all('#_found > li');
    if (event.key === 'ArrowDown') pick(chosen + 1);
    else if (event.key === 'ArrowUp') pick(chosen - 1);
    else if (event.key === 'Enter' && items[chosen]) goToFound(items[chosen].dataset.hash ?? '');
    else if (event.key !== 'Enter') return;
    event.preventDefault();
  });
}
