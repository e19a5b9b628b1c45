// The report's pictures: side by side, under a slider, in turn, or only what differs; and magnified to where they do.
(() => {
  'use strict';

  const BLINK_MS = 700;
  const MODES = ['side', 'slider', 'blink', 'one'];

  for (const viewer of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.viewer'))) open(viewer);

  /** @param {HTMLElement} viewer */
  function open(viewer) {
    const turns = openTurns(viewer);
    const zoom = openZoom(viewer);
    openSlider(viewer);
    lay(viewer);
    viewer.addEventListener('change', (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (input.type !== 'radio') return;
      turns.reset();
      for (const mode of MODES) viewer.classList.toggle(mode, mode === input.value);
      zoom();
    });
    // Some browsers remember what was chosen before the page was loaded anew.
    const side = inputOf(viewer, '[value="side"]');
    if (side) side.checked = true;
    zoom();
  }

  /**
   * Expected and actual in turn: by hand, or by itself once it was asked for.
   * @param {HTMLElement} viewer
   */
  function openTurns(viewer) {
    let timer = 0;
    const blink = viewer.querySelector('.by-itself');
    const shown = viewer.querySelector('.shown');
    /** @param {boolean} flipped */
    const show = (flipped) => {
      viewer.classList.toggle('flipped', flipped);
      if (shown) shown.textContent = flipped ? 'Showing: actual' : 'Showing: expected';
    };
    const turn = () => show(!viewer.classList.contains('flipped'));
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      blink?.setAttribute('aria-pressed', 'false');
    };
    const reset = () => {
      stop();
      show(false);
    };
    viewer.querySelector('.flip')?.addEventListener('click', () => {
      stop();
      turn();
    });
    blink?.addEventListener('click', () => {
      if (timer) return stop();
      timer = setInterval(turn, BLINK_MS);
      blink.setAttribute('aria-pressed', 'true');
      turn();
    });
    return { reset };
  }

  /** @param {HTMLElement} viewer */
  function openSlider(viewer) {
    const cut = inputOf(viewer, '.cut input');
    if (!cut) return;
    const divide = () => viewer.style.setProperty('--cut', `${cut.value}%`);
    cut.addEventListener('input', divide);
    divide();
  }

  /**
   * Under what differs lies the picture that it differs in: in the page it stands once.
   * @param {HTMLElement} viewer
   */
  function lay(viewer) {
    const actual = /** @type {HTMLImageElement | null} */ (viewer.querySelector('.actual img'));
    const layer = viewer.querySelector('.difference .layer');
    if (!actual || !layer) return;
    const under = new Image();
    under.src = actual.src;
    under.alt = '';
    under.className = 'under';
    layer.before(under);
  }

  /**
   * Scales the pictures so that what differs fills the frame, at most 16 times, with some room around it.
   * @param {HTMLElement} viewer
   */
  function openZoom(viewer) {
    const boxes = (viewer.dataset.boxes ?? '').split(';').filter(Boolean).map((box) => box.split(' ').map(Number));
    viewer.classList.toggle('several', boxes.length > 1);
    const magnify = inputOf(viewer, '.magnify input');
    const width = Number(viewer.dataset.width);
    const height = Number(viewer.dataset.height);
    let place = 0;
    const zoom = () => {
      const on = Boolean(magnify?.checked && boxes.length);
      viewer.classList.toggle('magnified', on);
      const [x, y, w, h] = boxes[place] ?? [0, 0, width, height];
      const scale = Math.max(1, Math.min(16, width / (w + 24), height / (h + 24)));
      const left = Math.max(0, Math.min(width - width / scale, x + w / 2 - width / scale / 2));
      const top = Math.max(0, Math.min(height - height / scale, y + h / 2 - height / scale / 2));
      // Outlines stay as thin as they were.
      viewer.style.setProperty('--zoom', String(on ? scale : 1));
      for (const frame of /** @type {NodeListOf<HTMLElement>} */ (viewer.querySelectorAll('.zoom'))) {
        const shift = `translate(${(-left / width) * 100}%, ${(-top / height) * 100}%)`;
        frame.style.transform = on ? `scale(${scale}) ${shift}` : '';
      }
    };
    viewer.querySelector('.next')?.addEventListener('click', () => {
      place = (place + 1) % boxes.length;
      zoom();
    });
    if (magnify) {
      magnify.checked = false;
      magnify.addEventListener('change', zoom);
    }
    return zoom;
  }

  /**
   * @param {HTMLElement} viewer
   * @param {string} selector
   */
  function inputOf(viewer, selector) {
    return /** @type {HTMLInputElement | null} */ (viewer.querySelector(selector));
  }
})();
