#!/usr/bin/env bash
# Chromium 153: behind a modal dialog an input cannot take the focus, an input in an iframe can.
#
# Expected: all that is not in an open modal dialog is inert: `focus()` does nothing there.
# Seen: `focus()` is refused for an input of the page, and works inside of an iframe. What is typed next goes behind the
# dialog.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder
npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 puppeteer-core@24.40.0

cat > show.mjs <<'CODE'
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const executablePath = await chromium.executablePath();
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'], headless: 'shell' });
const page = await browser.newPage();
const framed = async (html) => {
  await page.setContent(html);
  await page.waitForFunction(() => frames[0]?.document.readyState === 'complete' && frames[0].document.body.hasChildNodes());
};
console.log(await browser.version());

await framed(`<input id="plain"><iframe srcdoc="<input>"></iframe><dialog><input id="code"></dialog>
  <script>document.querySelector('dialog').showModal()</script>`);
const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.localName);
console.log('dialog open:', await active());
await page.evaluate(() => document.querySelector('#plain').focus());
console.log('after plain.focus():', await active());
await page.evaluate(() => frames[0].document.querySelector('input').focus());
console.log('after focus() in the iframe:', await active());
await page.keyboard.type('12');
console.log('code:', JSON.stringify(await page.evaluate(() => document.querySelector('#code').value)));
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
dialog open: code
after plain.focus(): code
after focus() in the iframe: iframe
code: ""
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
