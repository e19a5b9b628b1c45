// Showing where we are: picture, caption, notes, scrubber.
'use strict';

/** @param {'push' | 'replace' | 'keep'} history what becomes of the address */
function show(history) {
  const { page } = now;
  const { steps, duration } = reel.pages[page];
  const step = stepAt(page, now.t);
  boards[page].draw(Math.floor(calm.matches && now.until !== null ? endOf(page, step) : now.t));
  scrubber.max = String(duration);
  scrubber.value = String(now.t);
  find('.scrubber').style.setProperty('--at', String(duration ? now.t / duration : 0));
  setMoving(now.until !== null);
  tellPeer();
  if (told.page === page && told.step === step) return;
  const turned = told.page !== page;
  if (turned) tellPage(page);
  tellStep(page, step, turned);
  Object.assign(told, { page, step });
  scrubber.setAttribute('aria-valuetext', step ? `Step ${step} of ${steps.length}` : 'Start');
  enable('previous-step', page > 0 || step > 0);
  enable('next-step', page + 1 < sections.length || step < steps.length);
  markTranscript(page, step);
  showNext(page, step);
  if (history !== 'keep') address(history, `#/${page + 1}${step ? `/${step}` : ''}`);
}

/** @param {number} page */
function tellPage(page) {
  sections.forEach((section, index) => section.classList.toggle('current', index === page));
  all('.pages a').forEach((dot, index) => {
    if (index === page) dot.setAttribute('aria-current', 'page');
    else dot.removeAttribute('aria-current');
    dot.classList.toggle('seen', index < page);
  });
  const title = find('h2', sections[page]).textContent;
  document.title = `${page + 1}/${sections.length} ${title} · ${find('h1').textContent}`;
  find('.count').textContent = `${page + 1}/${sections.length}`;
  const { steps, duration } = reel.pages[page];
  scrubber.disabled = duration === 0;
  find('.ticks').replaceChildren(...steps.slice(1).map(({ start }) => tick(start / duration)));
  enable('previous-page', page > 0);
  enable('next-page', page + 1 < sections.length);
  document.documentElement.classList.toggle('reading', steps.length === 0);
  if (transcript.hidden) scrollTo(0, 0);
  letKeysScroll();
}

/** What scrolls by itself can be reached, and so scrolled, by keyboard. */
function letKeysScroll() {
  for (const box of all('.scroll, pre, .body, .notes', sections[now.page])) {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = box;
    const scrolls = getComputedStyle(box).overflowY !== 'visible' && (scrollWidth > clientWidth || scrollHeight > clientHeight + 1);
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

/** @param {number} part of the page's time, from 0 to 1 */
function tick(part) {
  const mark = document.createElement('span');
  mark.style.left = `${100 * part}%`;
  return mark;
}

/**
 * Those who hear the page are told its title too when it is turned.
 * @param {number} page
 * @param {number} step
 * @param {boolean} turned
 */
function tellStep(page, step, turned) {
  const section = sections[page];
  const { steps } = reel.pages[page];
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`;
  where.textContent = step ? `Step ${step} of ${steps.length}` : steps.length ? count : '';
  const intro = steps.length ? section.querySelector('.text') : null;
  const words = step ? all('.captions > li', section)[step - 1] : intro;
  const copies = [...(words?.childNodes ?? [])].map((node) => node.cloneNode(true));
  const ready = steps.length ? 'Press → for the first step, or play.' : '';
  find('.say .unseen').textContent = turned ? find('h2', section).textContent : '';
  caption.replaceChildren(...(copies.length ? copies : [ready]));
  caption.classList.toggle('hint', !copies.length);
  for (const note of all('.notes [data-step]', section)) note.hidden = Number(note.dataset.step) !== step;
  const { alt } = steps[Math.max(step, 1) - 1] ?? { alt: '' };
  if (alt) boards[page].describe(alt);
}

/** @param {boolean} moving */
function setMoving(moving) {
  const play = button('play');
  if (play.classList.contains('moving') === moving) return;
  play.classList.toggle('moving', moving);
  play.setAttribute('aria-label', moving ? 'Pause' : 'Play');
  play.title = moving ? 'Pause (Space)' : 'Play (Space)';
  if (!moving) leaveWelcome();
}
