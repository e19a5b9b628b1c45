// In pages of `packetreel serve` alone: takes the next version of the page as soon as there is one, at the same place,
// and shows what is wrong with the lesson over the last good picture.
(() => {
  'use strict';

  /** @typedef {{ version: string, trouble: string | null }} News */

  const own = document.currentScript?.dataset.version;
  const place = `packetreel-place ${location.pathname}`;
  const scrollers = () => [document.documentElement, ...document.querySelectorAll('section.page .body')];
  const unfolded = () => [...document.querySelectorAll('details')];

  const box = document.createElement('div');
  box.id = '_trouble';
  box.hidden = true;
  const said = document.createElement('div');
  said.setAttribute('role', 'alert');
  const hide = document.createElement('button');
  hide.type = 'button';
  hide.textContent = 'Hide';
  hide.addEventListener('click', () => (box.hidden = true));
  box.append(said, hide);
  document.body.append(box);

  /**
   * @param {string} title
   * @param {string} text
   * @param {boolean} quiet
   */
  const show = (title, text, quiet) => {
    const head = document.createElement('h2');
    head.textContent = title;
    const body = document.createElement('pre');
    body.textContent = text;
    body.tabIndex = 0;
    box.classList.toggle('quiet', quiet);
    box.hidden = false;
    said.replaceChildren(head, ...(text ? [body] : []));
  };

  const clear = () => {
    box.hidden = true;
    said.replaceChildren();
  };

  /** Where the reader is, beyond what the address says. */
  const keepPlace = () => {
    const kept = { scrolled: scrollers().map((one) => one.scrollTop), open: unfolded().map((one) => one.open) };
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
    } catch {
      // Then the page begins at its top.
    }
  };

  const takePlace = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null');
      sessionStorage.removeItem(place);
      if (!kept) return;
      unfolded().forEach((one, index) => (one.open = kept.open[index] ?? one.open));
      scrollers().forEach((one, index) => (one.scrollTop = kept.scrolled[index] ?? 0));
    } catch {
      // As above.
    }
  };

  /** @param {MessageEvent<string>} event */
  const hear = ({ data }) => {
    /** @type {News} */
    const { version, trouble } = JSON.parse(data);
    if (version && version !== own) {
      stream?.close();
      keepPlace();
      location.reload();
    } else if (trouble === null) {
      clear();
    } else {
      show('This is the last good picture. What is wrong since:', trouble, false);
    }
  };

  /** @type {EventSource | null} */
  let stream = null;

  const listen = () => {
    stream = new EventSource('live');
    stream.addEventListener('message', hear);
    stream.addEventListener('error', () => {
      show('packetreel serve does not answer. Changes are shown once it runs again.', '', true);
      if (stream?.readyState === EventSource.CLOSED) setTimeout(again, 2000);
    });
  };

  const again = () => {
    stream?.close();
    stream = null;
    if (document.visibilityState === 'visible') listen();
  };

  // A browser has few connections to one server: pages that nobody sees leave theirs to the others.
  document.addEventListener('visibilitychange', again);
  window.addEventListener('pagehide', () => stream?.close());
  window.addEventListener('pageshow', ({ persisted }) => persisted && again());
  takePlace();
  again();
})();
