#!/usr/bin/env bash
# style-mod 4.1.5 and @codemirror/view 6.43.15 in Chromium 153: where an editor puts its styles.
#
# Expected: constructed style sheets, which no policy of styles concerns, as soon as a browser has them.
# Seen: in a document they are a <style> element, which a policy without 'unsafe-inline' or a nonce blocks; in a shadow root they
# are constructed sheets, and the same policy has nothing to say.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder
npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 puppeteer-core@24.40.0 \
  style-mod@4.1.5 @codemirror/view@6.43.15 @codemirror/state@6.7.6 rolldown@1.3.3

cat > editor.js <<'CODE'
import { EditorView } from '@codemirror/view';
export const open = (parent, root) => new EditorView({ doc: 'text', parent, root });
CODE
npx rolldown editor.js --format iife --name editor --file built.js --logLevel silent > /dev/null

cat > show.mjs <<'CODE'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const server = createServer(({ url }, answer) => {
  if (url === '/built.js') return answer.setHeader('Content-Type', 'text/javascript').end(readFileSync('built.js'));
  answer.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'");
  answer.setHeader('Content-Type', 'text/html').end('<body><div id="at"></div><script src="/built.js"></script>');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const browser = await puppeteer.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'], headless: 'shell' });
console.log(await browser.version());

for (const where of ['document', 'shadow root']) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const seen = await page.evaluate((inside) => {
    const blocked = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => blocked.push(effectiveDirective));
    const at = document.querySelector('#at');
    const root = inside === 'document' ? document : at.attachShadow({ mode: 'open' });
    const view = editor.open(root === document ? at : root, root);
    const styled = getComputedStyle(view.scrollDOM).display === 'flex';
    return new Promise((resolve) => {
      setTimeout(() => resolve({ elements: root.querySelectorAll('style').length, sheets: root.adoptedStyleSheets.length, styled, blocked: [...new Set(blocked)] }), 200);
    });
  }, where);
  console.log(where, JSON.stringify(seen));
  await page.close();
}
await browser.close();
server.close();
CODE

cat > seen.txt <<'SEEN'
HeadlessChrome/153.0.8010.0
document {"elements":1,"sheets":0,"styled":false,"blocked":["style-src-elem"]}
shadow root {"elements":0,"sheets":1,"styled":true,"blocked":[]}
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
