#!/usr/bin/env bash
# Chromium 153: a frame of another site that is below the window runs its scripts, and neither a ResizeObserver nor
# requestAnimationFrame.
#
# Expected: a frame that tells the page its height with a ResizeObserver does so wherever it is, as a frame of the same site does.
# Seen: a frame of another site hears nothing until somebody scrolls to it, although it laid itself out: its timers measure the right
# height. In a frame without a height, which is nowhere to be seen, both run.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder
npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 puppeteer-core@24.40.0

cat > show.mjs <<'CODE'
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const frame = `<!doctype html><div style="height: 40px"></div><script>
  const tell = (text) => parent.postMessage(text, '*');
  const box = document.querySelector('div');
  new ResizeObserver(() => tell('ResizeObserver')).observe(box);
  requestAnimationFrame(() => tell('requestAnimationFrame'));
  setTimeout(() => tell('timer: ' + box.getBoundingClientRect().height + ' px'), 500);
</script>`;
const page = (host, style) => `<!doctype html><script>heard = []; onmessage = ({ data }) => heard.push(data)</script>
  <div style="height: 3000px"></div><iframe style="${style}" src="http://${host}:${port}/frame"></iframe>`;

let html;
const server = createServer(({ url }, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end(url === '/frame' ? frame : html);
}).listen(0);
const { port } = server.address();

const executablePath = await chromium.executablePath();
const args = ['--no-sandbox', '--site-per-process'];
const browser = await puppeteer.launch({ executablePath, args, headless: 'shell' });
const tab = await browser.newPage();
console.log(await browser.version());

const heard = async (name, count) => {
  await tab.waitForFunction((length) => heard.length >= length, {}, count);
  console.log(`${name}: ${(await tab.evaluate(() => heard.splice(0).sort())).join(', ')}`);
};
for (const [name, host, style, count] of [
  ['same site', '127.0.0.1', '', 3],
  ['another site', 'localhost', '', 1],
  ['another site, no height', 'localhost', 'height: 0', 3],
]) {
  html = page(host, style);
  await tab.goto(`http://127.0.0.1:${port}/`);
  await heard(name, count);
  if (count === 3) continue;
  await tab.evaluate(() => document.querySelector('iframe').scrollIntoView());
  await heard(`${name}, scrolled to`, 2);
}
await browser.close();
server.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
same site: ResizeObserver, requestAnimationFrame, timer: 40 px
another site: timer: 40 px
another site, scrolled to: ResizeObserver, requestAnimationFrame
another site, no height: ResizeObserver, requestAnimationFrame, timer: 40 px
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
