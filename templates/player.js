// The player. What stands on screen is a function of the page and of the time in it alone: to go back is to draw an earlier time.
(() => {
  'use strict';

  /**
   * Keys of a track, one after the other: time, value or values, ramp (0 jump, 1 linear, 2 smooth).
   * @typedef {number[]} Keys
   */
  /**
   * What of a sprite changes: opacity from 0 to 100, shift, and its text as it is typed.
   * @typedef {{ o?: Keys, s?: Keys, y?: [from: number, to: number] }} Motion
   */
  /** @typedef {{ start: number, still: number, end: number, alt: string }} Step */
  /** @typedef {{ duration: number, steps: Step[], motions: Record<string, Motion> }} Page */
  /** @typedef {{ label: string, name: string, value: string }} Field */
  /** @typedef {{ title: string, route: string, layers: { name: string, fields: Field[] }[] }} Packet */
  /** @typedef {{ pages: Page[], packets: Record<string, Packet> }} Reel */

  /** How long a page that plays by itself stands still before its first step. */
  const TURN_MS = 1000;

  /** @type {Reel} */
  const reel = JSON.parse(find('#_reel').textContent ?? '');
  const sections = all('section.page');
  const boards = sections.map(openBoard);
  const caption = find('.say .caption');
  const where = find('.say .where');
  const scrubber = /** @type {HTMLInputElement} */ (find('.scrubber input'));
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  /** Where we are. `until` is the time at which motion stops: null at rest, Infinity where it plays on. */
  const now = { page: 0, t: 0, until: /** @type {number | null} */ (null), hold: 0 };
  /** What the reader was last told, so that it is said once. */
  const told = { page: -1, step: -1 };

  // ---- Tracks: the same arithmetic as in the frames ----

  /**
   * The `width` numbers that a track has at `t`.
   * @param {Keys} keys
   * @param {number} width
   * @param {number} t
   */
  function valueAt(keys, width, t) {
    const stride = width + 2;
    let after = 0;
    while (after < keys.length && keys[after] <= t) after += stride;
    /** @param {number} key */
    const value = (key) => keys.slice(key + 1, key + 1 + width);
    if (after === 0) return value(0);
    const before = after - stride;
    if (after >= keys.length) return value(before);
    const ramp = keys[after + 1 + width];
    const part = (t - keys[before]) / Math.max(keys[after] - keys[before], 1);
    const eased = ramp === 0 ? 0 : ramp === 1 ? part : part * part * (3 - 2 * part);
    const to = value(after);
    return value(before).map((from, index) => from + (to[index] - from) * eased);
  }

  /**
   * How many of a typed text's clusters stand at `t`.
   * @param {[from: number, to: number]} typed
   * @param {number} clusters
   * @param {number} t
   */
  function typedAt([from, to], clusters, t) {
    if (t >= to) return clusters;
    return Math.floor((Math.max(t - from, 0) * clusters) / Math.max(to - from, 1));
  }

  // ---- Boards: the pictures of a page ----

  /**
   * A page's picture as a function that draws it at a time, touching only what differs from the last.
   * @param {HTMLElement} section
   * @param {number} number
   */
  function openBoard(section, number) {
    const page = reel.pages[number];
    const sprites = Object.entries(page.motions).map(([index, motion]) => {
      const group = find(`[data-sprite="${index}"]`, section);
      return { group, motion, clusters: all('tspan', group), last: { opacity: -1, shift: '', typed: -1 } };
    });
    for (const group of all('[data-packet], [data-arrow]', section)) openButton(group, number);
    const stage = section.querySelector('svg.stage');

    /** @param {number} t */
    const draw = (t) => {
      for (const { group, motion, clusters, last } of sprites) {
        if (motion.o) {
          const opacity = Math.floor(valueAt(motion.o, 1, t)[0] + 0.5);
          if (opacity !== last.opacity) {
            hide(group, opacity === 0);
            group.setAttribute('opacity', String(opacity / 100));
          }
          last.opacity = opacity;
        }
        if (motion.s) {
          const shift = `translate(${valueAt(motion.s, 2, t).map(rounded).join(' ')})`;
          if (shift !== last.shift) group.setAttribute('transform', shift);
          last.shift = shift;
        }
        if (motion.y) {
          const typed = typedAt(motion.y, clusters.length, t);
          if (typed !== last.typed) clusters.forEach((cluster, index) => hide(cluster, index >= typed));
          last.typed = typed;
        }
      }
    };
    /** @param {string} alt */
    const describe = (alt) => stage?.setAttribute('aria-label', alt);
    return { draw, describe };
  }

  /**
   * @param {Element} part
   * @param {boolean} hidden
   */
  function hide(part, hidden) {
    if (hidden) part.setAttribute('visibility', 'hidden');
    else part.removeAttribute('visibility');
  }

  /** @param {number} value */
  function rounded(value) {
    return Math.round(value * 100) / 100;
  }

  // ---- Steps: which one a time belongs to. 0 is the page's start, before the first ----

  /**
   * @param {number} page
   * @param {number} t
   */
  function stepAt(page, t) {
    if (t <= 0) return 0;
    return reel.pages[page].steps.filter(({ start }) => start < t).length;
  }

  /**
   * The last moment that belongs to a step.
   * @param {number} page
   * @param {number} step
   */
  function endOf(page, step) {
    const { steps, duration } = reel.pages[page];
    if (step === 0) return 0;
    return step >= steps.length ? duration : steps[step - 1].end;
  }

  /**
   * The telling moment of a step, which its still shows; without motion, its end.
   * @param {number} page
   * @param {number} step
   */
  function stillOf(page, step) {
    return calm.matches || step === 0 ? endOf(page, step) : reel.pages[page].steps[step - 1].still;
  }

  // ---- Going somewhere ----

  /**
   * Shows a page as it is when this step is over, without motion.
   * @param {number} page
   * @param {number} step
   */
  function rest(page, step) {
    if (!reel.pages[page]) return;
    const from = now.page;
    Object.assign(now, { page, t: endOf(page, step), until: null, hold: 0 });
    show(page === from ? 'replace' : 'push');
  }

  /** @param {number} step */
  function playStep(step) {
    const { start } = reel.pages[now.page].steps[step - 1];
    const end = endOf(now.page, step);
    Object.assign(now, { t: calm.matches ? end : start + 1, until: calm.matches ? null : end, hold: 0 });
    show('replace');
    run();
  }

  function nextStep() {
    const step = stepAt(now.page, now.t);
    if (step < reel.pages[now.page].steps.length) playStep(step + 1);
    else rest(now.page + 1, 0);
  }

  function previousStep() {
    const step = stepAt(now.page, now.t);
    if (step > 0) rest(now.page, step - 1);
    else if (now.page > 0) rest(now.page - 1, reel.pages[now.page - 1].steps.length);
  }

  function playOrPause() {
    if (now.until !== null) {
      now.until = null;
      show('replace');
      return;
    }
    const { page, t } = now;
    now.until = Infinity;
    if (t >= reel.pages[page].duration) {
      const next = reel.pages.findIndex(({ steps }, index) => index > page && steps.length > 0);
      const first = reel.pages.findIndex(({ steps }) => steps.length > 0);
      Object.assign(now, { page: next < 0 ? Math.max(first, 0) : next, t: 0, hold: TURN_MS });
    }
    show(now.page === page ? 'replace' : 'push');
    run();
  }

  // ---- Time ----

  let running = false;

  /** Lets time pass until there is nothing more to move. */
  function run() {
    if (running) return;
    running = true;
    let last = performance.now();
    /** @param {number} at */
    const tick = (at) => {
      const passed = Math.min(Math.max(at - last, 0), 250);
      last = at;
      if (now.until !== null) {
        advance(passed);
        show('replace');
      }
      running = now.until !== null;
      if (running) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** @param {number} passed */
  function advance(passed) {
    if (now.until === null) return;
    if (now.hold > 0) {
      now.hold -= passed;
      return;
    }
    const { duration } = reel.pages[now.page];
    now.t = Math.min(now.t + passed, now.until, duration);
    if (now.t === now.until) now.until = null;
    else if (now.t === duration) turnPage();
  }

  /** Goes on to the next page; one without steps is read at leisure, so it ends the play. */
  function turnPage() {
    const next = reel.pages[now.page + 1];
    if (next) Object.assign(now, { page: now.page + 1, t: 0, hold: TURN_MS });
    if (!next?.steps.length) now.until = null;
  }

  // ---- Showing where we are ----

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
    if (told.page === page && told.step === step) return;
    const turned = told.page !== page;
    if (turned) tellPage(page);
    tellStep(page, step, turned);
    Object.assign(told, { page, step });
    scrubber.setAttribute('aria-valuetext', step ? `Step ${step} of ${steps.length}` : 'Start');
    enable('previous-step', page > 0 || step > 0);
    enable('next-step', page + 1 < sections.length || step < steps.length);
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
    const { steps, duration } = reel.pages[page];
    scrubber.disabled = duration === 0;
    find('.ticks').replaceChildren(...steps.slice(1).map(({ start }) => tick(start / duration)));
    enable('previous-page', page > 0);
    enable('next-page', page + 1 < sections.length);
    document.documentElement.classList.toggle('reading', steps.length === 0);
    scrollTo(0, 0);
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
    const button = find('[data-action="play"]');
    if (button.classList.contains('moving') === moving) return;
    button.classList.toggle('moving', moving);
    button.setAttribute('aria-label', moving ? 'Pause' : 'Play');
    button.title = moving ? 'Pause (Space)' : 'Play (Space)';
  }

  /**
   * Buttons keep the focus where there is nothing more to do, so they are marked rather than disabled.
   * @param {string} action
   * @param {boolean} possible
   */
  function enable(action, possible) {
    find(`[data-action="${action}"]`).setAttribute('aria-disabled', String(!possible));
  }

  // ---- The address: #/page/step ----

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
    const target = document.querySelector(':target');
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

  // ---- Packets ----

  /**
   * A packet is named by its step and event on this page, an arrow by its page too.
   * @param {HTMLElement} group
   * @param {number} page
   */
  function openButton(group, page) {
    const packet = reel.packets[group.dataset.arrow ?? `${page}.${group.dataset.packet}`];
    if (!packet) return;
    const name = [packet.title, packet.route].filter(Boolean).join(', ');
    const attributes = { role: 'button', tabindex: '0', 'aria-haspopup': 'dialog', 'aria-label': `${name}: open` };
    for (const [attribute, value] of Object.entries(attributes)) group.setAttribute(attribute, value);
    group.addEventListener('click', () => openPacket(packet));
    group.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      openPacket(packet);
    });
  }

  /** @param {Packet} packet */
  function openPacket(packet) {
    now.until = null;
    show('replace');
    const dialog = /** @type {HTMLDialogElement} */ (find('#_packet'));
    find('h2', dialog).textContent = packet.title;
    find('.where', dialog).textContent = packet.route;
    find('.layers', dialog).replaceChildren(...packet.layers.map(layerTable));
    dialog.showModal();
  }

  /** @param {Packet['layers'][number]} layer */
  function layerTable({ name, fields }) {
    const rows = fields.map(({ label, name, value }) => {
      const head = element('th', label);
      head.scope = 'row';
      return element('tr', head, element('td', value), element('td', element('code', name)));
    });
    return element('table', element('caption', name), element('tbody', ...rows));
  }

  // ---- Hands ----

  /** @type {Record<string, () => void>} */
  const actions = {
    'previous-page': () => rest(now.page - 1, 0),
    'previous-step': previousStep,
    play: playOrPause,
    'next-step': nextStep,
    'next-page': () => rest(now.page + 1, 0),
    'full-screen': toggleFullScreen,
    help: () => /** @type {HTMLDialogElement} */ (find('#_help')).showModal(),
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: nextStep,
    ArrowLeft: previousStep,
    ArrowDown: actions['next-page'],
    PageDown: actions['next-page'],
    ArrowUp: actions['previous-page'],
    PageUp: actions['previous-page'],
    ' ': playOrPause,
    Home: () => rest(0, 0),
    End: () => rest(sections.length - 1, 0),
    d: () => find('[data-action="theme"]').click(),
    f: toggleFullScreen,
    '?': actions.help,
  };

  function toggleFullScreen() {
    const refused = () => {}; // The browser may say no; there is nothing to do about it.
    if (document.fullscreenElement) document.exitFullscreen().catch(refused);
    else document.documentElement.requestFullscreen?.().catch(refused);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const target = /** @type {Element} */ (event.target);
    if (target.matches('input, textarea, select')) return;
    if (key === ' ' && target.closest('button, summary, [role="button"]')) return;
    const act = keys[key];
    if (!act) return;
    event.preventDefault();
    if (scrolls(key)) return;
    if (event.repeat && key !== 'ArrowRight' && key !== 'ArrowLeft') return;
    act();
  }

  /**
   * On a page of prose that is longer than the window, up and down scroll before they turn the page.
   * @param {string} key
   */
  function scrolls(key) {
    const section = sections[now.page];
    const way = { ArrowDown: 1, PageDown: 1, ArrowUp: -1, PageUp: -1 }[key];
    if (!way || section.classList.contains('drawn')) return false;
    const body = find('.body', section);
    const scroller = body.scrollHeight > body.clientHeight + 1 ? body : document.documentElement;
    const room = way > 0 ? scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop : scroller.scrollTop;
    if (room < 2) return false;
    scroller.scrollBy({ top: way * (key.startsWith('Page') ? 0.9 * scroller.clientHeight : 80) });
    return true;
  }

  // ---- Helpers ----

  /**
   * The first element that matches; that there is one is the page's promise.
   * @param {string} selector
   * @param {ParentNode} root
   * @returns {HTMLElement}
   */
  function find(selector, root = document) {
    const found = root.querySelector(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return /** @type {HTMLElement} */ (found);
  }

  /**
   * @param {string} selector
   * @param {ParentNode} root
   * @returns {HTMLElement[]}
   */
  function all(selector, root = document) {
    return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {(Node | string)[]} children
   */
  function element(tag, ...children) {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  }

  // ---- Start ----

  if (sections.length === 0) return;
  for (const dialog of all('dialog')) {
    // What is not in the dialog's boxes is its backdrop.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) /** @type {HTMLDialogElement} */ (dialog).close();
    });
  }
  for (const [action, act] of Object.entries(actions)) find(`[data-action="${action}"]`).addEventListener('click', act);
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
  // Paper shows each page as it is in the end.
  window.addEventListener('beforeprint', () => boards.forEach(({ draw }, page) => draw(reel.pages[page].duration)));
  window.addEventListener('afterprint', () => show('keep'));
  // The names of the pages are for a browser without script: with it, there is nothing to scroll to.
  for (const section of sections) section.removeAttribute('id');
  followAddress();
})();
