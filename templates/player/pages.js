// All pages at a glance.
'use strict';

function openOverview() {
  pause();
  find('#_overview ol').replaceChildren(...sections.map(card));
  openDialog('overview');
  find('#_overview [aria-current]').focus();
}

/**
 * @param {HTMLElement} section
 * @param {number} page
 */
function card(section, page) {
  const link = element('a', picture(page, Infinity));
  const title = element('span', `${page + 1}. ${find('h2', section).textContent}`);
  link.append(title);
  link.href = `#/${page + 1}`;
  if (page === now.page) link.setAttribute('aria-current', 'page');
  link.addEventListener('click', (event) => {
    event.preventDefault();
    dialog('overview').close();
    rest(page, 0);
  });
  return element('li', link);
}

/**
 * A small picture of a page at `t`, or the beginning of its text; the page's title says what it is.
 * @param {number} page
 * @param {number} t
 */
function picture(page, t) {
  const section = sections[page];
  const { duration } = reel.pages[page];
  const hosts = section.querySelector('.hosts svg')?.cloneNode(true);
  const drawn = section.classList.contains('drawn') ? boards[page].thumbnail(Math.min(t, duration)) : hosts;
  const text = all('.text > *, summary', section).map(words).join(' ').slice(0, 200);
  const box = element('div', drawn ?? text);
  box.className = 'picture hosts';
  box.setAttribute('aria-hidden', 'true');
  return box;
}

/**
 * The arrow keys go along and across.
 * @param {KeyboardEvent} event
 */
function onOverviewKey(event) {
  const links = all('#_overview a');
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const columns = links.filter(({ offsetTop }) => offsetTop === links[0].offsetTop).length;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: links.length - 1 };
  const link = links[to[/** @type {keyof typeof to} */ (event.key)] ?? -1];
  if (event.key in to) event.preventDefault();
  link?.focus();
}
