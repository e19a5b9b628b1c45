// What is in a packet.
'use strict';

/** The packet whose fields are open, by `page.step.event`. */
let opened = '';

/**
 * Makes a packet or an arrow a button that opens the packet; an arrow goes to its step first.
 * @param {Element} group
 * @param {string} key of the packet: `page.step.event`, each from 0
 */
function openButton(group, key) {
  const packet = reel.packets[key];
  if (!packet) return;
  group.setAttribute('data-key', key);
  const open = () => {
    if (group.hasAttribute('data-arrow')) goToPacket(key);
    openPacket(key);
  };
  group.addEventListener('click', open);
  // The words at an arrow are drawn apart from it; one stop for the keyboard is enough.
  const isLabel = group.hasAttribute('data-arrow') && !group.querySelector('path, use');
  const role = { role: 'button', tabindex: '0', 'aria-haspopup': 'dialog', 'aria-label': nameOf(group, packet) };
  const attributes = isLabel ? { 'aria-hidden': 'true' } : role;
  for (const [attribute, value] of Object.entries(attributes)) group.setAttribute(attribute, value);
  group.addEventListener('keydown', (event) => {
    if (![' ', 'Enter'].includes(/** @type {KeyboardEvent} */ (event).key)) return;
    event.preventDefault();
    open();
  });
}

/**
 * What is heard begins with what is seen.
 * @param {Element} group
 * @param {Packet} packet
 */
function nameOf(group, { title, route }) {
  const texts = [...group.querySelectorAll('text')];
  // Number and label are two words to those who compare what is seen with what is heard.
  texts.forEach((text) => text.after(' '));
  const seen = texts.map(({ textContent }) => textContent).join(' ');
  const name = seen.includes(title) ? seen : `${seen} ${title}`;
  return `${[name.trim(), route].filter(Boolean).join(', ')}: open`;
}

/** @param {string} key */
function goToPacket(key) {
  const [page, step] = key.split('.').map(Number);
  if (now.page !== page || stepAt(page, now.t) !== step + 1) jump(page, step + 1);
}

/** @param {string} key */
function openPacket(key) {
  const packet = reel.packets[key];
  const box = dialog('packet');
  pause();
  opened = key;
  find('h2', box).textContent = packet.title;
  find('.where', box).textContent = packet.route;
  find('.layers', box).replaceChildren(...packet.layers.map(layerTable), ...bytes(packet.line));
  enable('previous-packet', beside(-1) !== undefined);
  enable('next-packet', beside(1) !== undefined);
  if (!box.open) {
    openDialog('packet');
    find('form button', box).focus();
  }
  box.scrollTop = 0;
}

/**
 * The packet before or after the one that is open, of those that are drawn now.
 * @param {number} way
 */
function beside(way) {
  const keys = packetsOn(reel.pages);
  return keys[keys.indexOf(opened) + way];
}

/**
 * Goes on to another packet, and to its step.
 * @param {number} way
 */
function turnPacket(way) {
  const key = beside(way);
  if (key === undefined) return;
  goToPacket(key);
  openPacket(key);
}

/** @param {Packet['layers'][number]} layer */
function layerTable(layer) {
  const rows = layer.fields.map(({ label, name, value }) => {
    const head = element('th', label);
    head.scope = 'row';
    return element('tr', head, element('td', value), element('td', element('code', name)));
  });
  return element('table', element('caption', layer.name), element('tbody', ...rows));
}

/**
 * A line of a text protocol as the bytes that travel: offset, hexadecimal, ASCII.
 * @param {string | undefined} line
 */
function bytes(line) {
  if (!line) return [];
  const all = [...new TextEncoder().encode(line)];
  const rows = [];
  for (let from = 0; from < all.length; from += 8) {
    const row = all.slice(from, from + 8);
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.map((byte) => (byte < 32 || byte > 126 ? '.' : String.fromCharCode(byte))).join('');
    rows.push(`${from.toString(16).padStart(4, '0')}  ${hex.padEnd(23)}  ${ascii}`);
  }
  const text = line.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  const dump = element('pre', element('code', rows.join('\n')));
  dump.tabIndex = 0;
  const title = element('h3', 'Bytes of the line');
  title.id = '_bytes';
  dump.setAttribute('role', 'region');
  dump.setAttribute('aria-labelledby', title.id);
  const box = element('div', title, element('p', element('code', text)), dump);
  box.className = 'bytes';
  return [box];
}

function startPackets() {
  const box = dialog('packet');
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') turnPacket(-1);
    if (key === 'ArrowRight') turnPacket(1);
  });
  // Where the packet that had the focus is gone, its like on this page has it next.
  box.addEventListener('close', () => {
    const alike = all(`[data-key="${opened}"]`, sections[now.page]).filter(isSeen);
    if (!alike.includes(/** @type {HTMLElement} */ (document.activeElement))) alike[0]?.focus();
  });
  for (const kind of ['pointerover', 'focusin']) {
    document.addEventListener(kind, ({ target }) => markPacket(/** @type {Element} */ (target)));
  }
}

/** @param {Element} group */
function isSeen(group) {
  return group.getClientRects().length > 0 && getComputedStyle(group).visibility === 'visible';
}

/**
 * Ladder and stage are one: what is pointed at in one is marked in both.
 * @param {Element} target
 */
function markPacket(target) {
  const key = target.closest('[data-key]')?.getAttribute('data-key');
  for (const group of all('[data-key]', sections[now.page])) group.classList.toggle('marked', group.dataset.key === key);
}
