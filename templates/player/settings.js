// What the reader has chosen, remembered where the browser lets us.
'use strict';

const settings = { speed: 1, stop: false, captions: true, every: false, welcomed: false };
const speed = /** @type {HTMLSelectElement} */ (button('speed'));

/** Takes over what was chosen on an earlier visit, as far as it still makes sense. */
function recall() {
  try {
    const stored = JSON.parse(localStorage.getItem('packetreel') ?? '{}');
    for (const [name, value] of Object.entries(settings)) {
      if (typeof stored[name] === typeof value) Object.assign(settings, { [name]: stored[name] });
    }
  } catch {
    // Storage may be switched off, or hold what another program wrote.
  }
  if (![...speed.options].some(({ value }) => Number(value) === settings.speed)) settings.speed = 1;
  button('every-packet').hidden = !hasMore;
  if (settings.every) setEvery(true);
  speed.addEventListener('change', () => choose({ speed: Number(speed.value) }));
  showSettings();
}

/** @param {Partial<typeof settings>} changed */
function choose(changed) {
  Object.assign(settings, changed);
  try {
    localStorage.setItem('packetreel', JSON.stringify(settings));
  } catch {
    // Then the choice holds until the page is left.
  }
  showSettings();
}

function showSettings() {
  speed.value = String(settings.speed);
  press('stop', settings.stop);
  press('captions', settings.captions);
  press('every-packet', settings.every);
  document.documentElement.classList.toggle('captionless', !settings.captions);
}

/**
 * @param {string} action
 * @param {boolean} pressed
 */
function press(action, pressed) {
  button(action).setAttribute('aria-pressed', String(pressed));
}

function toggleCaptions() {
  choose({ captions: !settings.captions });
}

/** What plays when the reader asks for stops goes on to the end of its step. */
function toggleStop() {
  choose({ stop: !settings.stop });
  if (now.until !== null) now.until = playsTo();
}

function toggleEvery() {
  setEvery(!settings.every);
  choose({ every: isEvery() });
  tellPeer();
}
