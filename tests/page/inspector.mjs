// The fields of a packet: by mouse and keyboard, from the stage and from the ladder.
import { becomes, claim, click, equal, holds, open, press, shows } from './harness.mjs';

const PORT = '2.2.0';
const onStage = (page, key) => page.locator(`.page.current .stage [data-packet="${key}"]`);
const onLadder = (page, key) => page.locator(`.page.current .ladder [data-arrow="${key}"][role="button"]`);

claim('a click on a packet of the stage opens its fields', async (page) => {
  await open(page, '#/3/3');
  await onStage(page, PORT).click();
  await shows(page, { dialog: '_packet', hash: '#/3/3' });
  equal(await page.locator('#_packet h2').textContent(), 'PORT 1,1,1,1,213,177', 'its title');
});

claim('Enter and Space on a packet open it, and the focus comes back to it', async (page) => {
  await open(page, '#/3/3');
  for (const key of ['Enter', 'Space']) {
    await onStage(page, PORT).focus();
    await press(page, key);
    await shows(page, { dialog: '_packet', plays: false });
    await press(page, 'Escape');
    await shows(page, { dialog: '' });
    equal(await page.evaluate(() => document.activeElement.getAttribute('data-packet')), PORT, 'what has the focus');
  }
});

claim('fields stand by layer, with plain labels and the names that Wireshark uses', async (page) => {
  await open(page, '#/3/3');
  await onStage(page, PORT).click();
  const layers = await page.locator('#_packet table').evaluateAll((tables) => tables.map((table) => ({
    name: table.caption.textContent,
    fields: [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
  })));
  equal(layers.map(({ name }) => name), ['IP', 'TCP', 'FTP'], 'the layers');
  const rows = layers.flatMap(({ fields }) => fields);
  for (const [value, name] of [
    ['1.1.1.1', 'ip.src'], ['1.1.2.1', 'ip.dst'], ['54704', 'tcp.srcport'], ['21', 'tcp.dstport'], ['PORT', 'ftp.request.command'],
  ]) {
    const row = rows.find((cells) => cells[2] === name);
    equal(row?.[1], value, name);
    holds(row[0].length > 1 && row[0] !== name, `${name} has a label in plain words`);
  }
});

claim('PORT shows how its numbers make the port', async (page) => {
  await open(page, '#/3/3');
  await onStage(page, PORT).click();
  const values = await page.locator('#_packet td:nth-child(2)').allTextContents();
  holds(values.some((value) => value === '54705 = 213 × 256 + 177'), `“54705 = 213 × 256 + 177” is among ${values}`);
});

claim('a line of a text protocol is shown as the bytes that travel', async (page) => {
  await open(page, '#/3/3');
  await onStage(page, PORT).click();
  const line = Buffer.from('PORT 1,1,1,1,213,177\r\n');
  const dump = await page.locator('#_packet pre').textContent();
  const rows = dump.split('\n').map((row) => /^([0-9a-f]{4}) {2}((?:[0-9a-f]{2} )*[0-9a-f]{2}) +(\S.*)$/.exec(row.trimEnd()));
  equal(rows.map((row) => row?.[1]), ['0000', '0008', '0010'], 'the offsets');
  equal(rows.map((row) => row[2]).join(' '), [...line].map((byte) => byte.toString(16).padStart(2, '0')).join(' '), 'the bytes');
  equal(rows.map((row) => row[3]).join(''), 'PORT 1,1,1,1,213,177..', 'the characters');
  equal(await page.locator('#_packet .bytes p').textContent(), 'PORT 1,1,1,1,213,177\\r\\n', 'the line');
});

claim('a packet that is no line of text has no bytes to show', async (page) => {
  await open(page, '#/2/2');
  await onStage(page, '1.1.0').click();
  await shows(page, { dialog: '_packet' });
  equal(await page.locator('#_packet .bytes').count(), 0, 'bytes');
});

claim('the packets before and after are at hand, by button and key, and the picture goes along', async (page) => {
  await open(page, '#/3/3');
  await onStage(page, PORT).click();
  await click(page, 'next-packet');
  await shows(page, { hash: '#/4/1', dialog: '_packet' });
  equal(await page.locator('#_packet h2').textContent(), 'Data connection request', 'the next packet');
  await click(page, 'previous-packet');
  await press(page, 'ArrowLeft');
  await shows(page, { hash: '#/2/3', dialog: '_packet' });
  await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await shows(page, { hash: '#/2/2' });
  equal(await page.locator('[data-action="previous-packet"]').getAttribute('aria-disabled'), 'true', 'there is none before');
  await press(page, 'ArrowRight');
  await shows(page, { hash: '#/2/3' });
});

claim('Esc, the button and a click beside it close a packet', async (page) => {
  await open(page, '#/3/3');
  const ways = [() => press(page, 'Escape'), () => page.locator('#_packet form button').click(), () => page.mouse.click(3, 3)];
  for (const close of ways) {
    await onStage(page, PORT).click();
    await shows(page, { dialog: '_packet' });
    await close();
    await shows(page, { dialog: '' });
  }
});

claim('every packet has a name that begins with what is seen, and is a stop for the keyboard', async (page) => {
  await open(page, '#/7/4');
  const buttons = await page.locator('.page.current [data-key][role="button"]').evaluateAll((groups) =>
    groups.map((group) => ({ name: group.getAttribute('aria-label'), tab: group.tabIndex, text: group.textContent.trim() })));
  holds(buttons.length > 4, 'there are packets');
  for (const { name, tab, text } of buttons) {
    equal(tab, 0, `${name} is a stop`);
    holds(name.startsWith(text.replace(/\s+/g, ' ')), `“${name}” begins with “${text}”`);
    holds(/, (H1 → S1|S1 → H1): open$/.test(name), `“${name}” says from where to where`);
  }
});

claim('packets that are not there cannot be reached by Tab', async (page) => {
  await open(page, '#/3');
  const reached = new Set();
  for (let times = 0; times < 60; times += 1) {
    await press(page, 'Tab');
    reached.add(await page.evaluate(() => document.activeElement.getAttribute('data-key')));
  }
  equal([reached.has('1.1.0'), reached.has(PORT)], [true, false], 'the packet that was, and the one that is to come');
});

claim('each packet of the lesson can be opened', async (page) => {
  await press(page, 'a');
  for (const [number, count] of [[2, 8], [3, 5], [4, 4], [5, 4], [6, 5], [7, 6]]) {
    await open(page, `#/${number}/9`);
    const keys = await page.locator(`.page.current .ladder [data-key^="${number - 1}."][role="button"]`).evaluateAll((all) => all.map(({ dataset }) => dataset.key));
    equal(keys.length, count, `packets on page ${number}`);
    for (const key of keys) {
      await onLadder(page, key).focus();
      await press(page, 'Enter');
      await becomes(page, () => document.querySelectorAll('#_packet[open] table').length >= 2, true, 'it has layers');
      await press(page, 'Escape');
      await open(page, `#/${number}/9`);
    }
  }
});
