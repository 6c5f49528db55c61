#!/usr/bin/env bash
# Chromium 153: `moveBefore` keeps an iframe alive and tells its custom element that it was removed.
#
# Expected: a move that keeps iframes, focus and animations calls no `disconnectedCallback`: nothing was disconnected.
# Seen: without a `connectedMoveCallback`, `disconnectedCallback` and `connectedCallback` run, for elements inside of
# what is moved as well. The iframe lives on, unless the clean-up removes it.
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

await framed(`<main></main><section><my-field><iframe srcdoc="<input>"></iframe></my-field></section><script>
  calls = [];
  customElements.define('my-field', class extends HTMLElement {
    connectedCallback() { calls.push('connected') }
    disconnectedCallback() { calls.push('disconnected') }
  });
  calls.length = 0;
</script>`);
console.log(
  await page.evaluate(() => {
    const input = frames[0].document.querySelector('input');
    input.value = 'typed';
    document.querySelector('main').moveBefore(document.querySelector('section'), null);
    const same = frames[0].document.querySelector('input') === input;
    return `${calls.join(' ')} | the iframe is ${same ? 'the same' : 'another'}, with ${input.value}`;
  }),
);
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
disconnected connected | the iframe is the same, with typed
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
