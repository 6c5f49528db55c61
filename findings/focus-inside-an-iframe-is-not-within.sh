#!/usr/bin/env bash
# Chromium 153: neither `:focus` nor `:focus-within` matches while an iframe has the focus.
#
# Expected: the page says `document.activeElement` is the iframe, so a focus ring with `.field:focus-within` shows
# around it.
# Seen: both selectors are false for the iframe and for everything around it, in frames of the same origin too.
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

await framed('<div tabindex="-1"><iframe srcdoc="<input>"></iframe></div>');
await page.frames()[1].focus('input');
const facts = await page.evaluate(() => {
  const iframe = document.querySelector('iframe');
  return {
    'document.hasFocus()': document.hasFocus(),
    'activeElement is the iframe': document.activeElement === iframe,
    'iframe:focus': iframe.matches(':focus'),
    'div:focus-within': iframe.parentElement.matches(':focus-within'),
  };
});
for (const [name, value] of Object.entries(facts)) console.log(name, value);
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
document.hasFocus() true
activeElement is the iframe true
iframe:focus false
div:focus-within false
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
