#!/usr/bin/env bash
# Chromium 153: a transparent iframe is opaque where its color scheme differs from the page’s.
#
# Expected: a document without a background, in an iframe without a background, shows the page behind it, whatever
# `color-scheme` says about form controls.
# Seen: with `color-scheme: dark` on one side only, the browser paints white or nearly black behind the frame.
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

for (const [outer, inner] of [['light', 'light'], ['dark', 'dark'], ['dark', 'normal'], ['light', 'dark']]) {
  await framed(`<style>html { color-scheme: ${outer} } body { background: #00f; margin: 0 }</style>
    <iframe style="border: 0" srcdoc="<style>html { color-scheme: ${inner}; background: transparent }</style><p>"></iframe>`);
  const clip = { x: 50, y: 100, width: 1, height: 1 };
  const png = await page.screenshot({ clip, encoding: 'base64' });
  const color = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(' ');
  }, png);
  console.log(`page ${outer}, frame ${inner}: ${color}`);
}
await browser.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
page light, frame light: 0 0 255
page dark, frame dark: 0 0 255
page dark, frame normal: 255 255 255
page light, frame dark: 18 18 18
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
