#!/usr/bin/env bash
# Chromium 153: an iframe that gets the focus fires `focus` and `focusin` for scripts, and nothing for people.
#
# Expected: an event that tells a page that an iframe has the focus, or none, however the focus came there.
# Seen: `iframe.focus()` fires both at the iframe. A click into it and the Tab key fire neither, although the iframe is
# the `activeElement` then, too.
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
console.log(await browser.version());

const focusBy = async (how, act) => {
  await page.setContent('<input id="before"><iframe srcdoc="<input>"></iframe>');
  await page.waitForFunction(() => frames[0]?.document.querySelector('input'));
  await page.focus('#before');
  await page.evaluate(() => {
    heard = [];
    for (const type of ['focus', 'focusin']) {
      document.addEventListener(type, ({ target }) => heard.push(`${type} at ${target.localName}`), true);
    }
  });
  await act();
  await page.waitForFunction(() => document.activeElement.localName === 'iframe');
  console.log(`${how}: ${(await page.evaluate(() => heard)).join(', ') || 'nothing'}`);
};
await focusBy('iframe.focus()', () => page.evaluate(() => document.querySelector('iframe').focus()));
await focusBy('Tab', () => page.keyboard.press('Tab'));
await focusBy('a click', () => page.click('iframe'));
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
iframe.focus(): focus at iframe, focusin at iframe
Tab: nothing
a click: nothing
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
