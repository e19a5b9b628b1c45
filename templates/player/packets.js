// What is in a packet.
'use strict';

/**
 * @param {HTMLElement} group
 * @param {string} key its page, step and event
 */
function openButton(group, key) {
  const packet = reel.packets[key];
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
