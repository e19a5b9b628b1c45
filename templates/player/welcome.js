// What a reader is told on the first visit.
'use strict';

const message = find('.welcome');

function welcome() {
  const { classList } = document.documentElement;
  if (settings.welcomed || classList.contains('embed') || classList.contains('presenter')) return;
  message.hidden = false;
  classList.add('welcoming');
  button('welcome').addEventListener('click', () => {
    if (/** @type {HTMLInputElement} */ (find('input', message)).checked) choose({ welcomed: true });
    message.classList.add('read');
    button('play').focus();
    if (now.until === null) leaveWelcome();
  });
}

/** Its room is given up only while nothing moves. */
function leaveWelcome() {
  if (!message.classList.contains('read')) return;
  message.hidden = true;
  document.documentElement.classList.remove('welcoming');
}
