#!/usr/bin/env bash
# Chromium 153: a `pattern` with a dash in a class takes every text.
#
# Expected: `[0-9 -]{13,23}`, right in every regular expression of JavaScript, keeps letters out of a card number.
# Seen: `pattern` is read with the flag `v`, where a dash at the end of a class, and a slash or a bracket inside of one, have to be
# escaped. A pattern that does not compile is no error and checks nothing, so letters are valid.
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

const isValid = (pattern) =>
  page.evaluate((text) => Object.assign(document.createElement('input'), { pattern: text, value: 'no number' }).checkValidity(), pattern);
for (const pattern of ['[0-9 ]{13,23}', '[0-9 -]{13,23}', String.raw`[0-9 \-]{13,23}`, '[0-9]{2}/[0-9]{2}', '[0-9/]{5}']) {
  console.log(pattern, `| RegExp: ${new RegExp(`^(?:${pattern})$`).test('no number')} | input: ${await isValid(pattern)}`);
}
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
[0-9 ]{13,23} | RegExp: false | input: false
[0-9 -]{13,23} | RegExp: false | input: true
[0-9 \-]{13,23} | RegExp: false | input: false
[0-9]{2}/[0-9]{2} | RegExp: false | input: false
[0-9/]{5} | RegExp: false | input: true
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
