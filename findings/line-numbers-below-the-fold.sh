#!/usr/bin/env bash
# @codemirror/view 6.43.15 in Chromium 153: line numbers of an editor that is below the window when it is made.
#
# Expected: numbers as tall as their lines, also in a picture of the whole page.
# Seen: until it has been scrolled to, an editor has measured nothing and takes a line for 14 px, whatever the style says. Lines are laid
# out by the browser and are right; their numbers are too close.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder
npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 puppeteer-core@24.40.0 \
  style-mod@4.1.5 @codemirror/view@6.43.15 @codemirror/state@6.7.6 rolldown@1.3.3

cat > editor.js <<'CODE'
import { EditorView, lineNumbers } from '@codemirror/view';
export const open = (parent) =>
  new EditorView({ doc: 'one\ntwo\nthree', parent, extensions: [lineNumbers(), EditorView.theme({ '.cm-line': { lineHeight: '24px' } })] });
CODE
npx rolldown editor.js --format iife --name editor --file built.js --logLevel silent > /dev/null

cat > show.mjs <<'CODE'
import { readFileSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const browser = await puppeteer.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'], headless: 'shell' });
console.log(await browser.version());
for (const where of ['inside the window', 'below the window']) {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 600 });
  await page.setContent(`<div style="height:${where === 'below the window' ? 2000 : 0}px"></div><div id="at"></div>`);
  await page.addScriptTag({ content: readFileSync('built.js', 'utf8') });
  await page.evaluate(() => editor.open(document.querySelector('#at')));
  const heights = () =>
    page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const height = (name) => document.querySelectorAll(name)[1].getBoundingClientRect().height;
      return `line ${height('.cm-line')}, number ${height('.cm-lineNumbers .cm-gutterElement:not([style*="visibility"])')}`;
    });
  console.log(`${where}: ${await heights()}`);
  await page.evaluate(() => document.querySelector('#at').scrollIntoView());
  console.log(`${where}, scrolled to: ${await heights()}`);
  await page.close();
}
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
inside the window: line 24, number 24
inside the window, scrolled to: line 24, number 24
below the window: line 24, number 14
below the window, scrolled to: line 24, number 24
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
