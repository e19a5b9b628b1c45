// The player begins, where there is a page to show.
'use strict';

function start() {
  closeByBackdrop();
  for (const [action, act] of Object.entries(actions)) button(action).addEventListener('click', act);
  all('.pages a').forEach((dot, page) =>
    dot.addEventListener('click', (event) => {
      event.preventDefault();
      rest(page, 0);
    }),
  );
  scrubber.addEventListener('input', () => {
    Object.assign(now, { t: Number(scrubber.value), until: null, hold: 0 });
    show('replace');
  });
  // After a drag the arrow keys go by steps again.
  scrubber.addEventListener('pointerup', () => scrubber.blur());
  document.addEventListener('keydown', onKey);
  window.addEventListener('hashchange', followAddress);
  window.addEventListener('resize', letKeysScroll);
  // Paper shows each page as it is in the end.
  window.addEventListener('beforeprint', () => boards.forEach(({ draw }, page) => draw(reel.pages[page].duration)));
  window.addEventListener('afterprint', () => show('keep'));
  // The names of the pages are for a browser without script: with it, there is nothing to scroll to.
  for (const section of sections) section.removeAttribute('id');
  startPackets();
  startSearch();
  startQuestions();
  startTouch();
  placeTools();
  document.documentElement.classList.toggle('many', sections.length > 12);
  recall();
  followAddress();
  startPresenter();
  welcome();
}

if (sections.length > 0) start();
