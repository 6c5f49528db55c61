import { createHash } from 'node:crypto';
import type { VaultResponse } from '../http/messages.ts';

/** A constant, because the policy of the document contains its digest. */
const style = `
:root { color-scheme: light dark; }
body { margin: 0; padding: .75rem 1rem; font: 15px/1.5 system-ui, sans-serif; color: light-dark(#1c1d22, #e8e9ee); background: light-dark(#fff, #17181d); }
dl { margin: 0; } dt { color: light-dark(#5a5d69, #a3a6b3); } dd { margin: 0 0 .5rem; }
code, pre { font: 1.05em/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
p { margin: .5rem 0 0; color: light-dark(#5a5d69, #a3a6b3); }
button { font: inherit; padding: .25rem .75rem; border: 1px solid; border-radius: 6px; color: inherit; background: none; }
button:focus-visible { outline: 2px solid; outline-offset: 2px; }
`;

const digestOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/**
 * The document that shows one value to one operator. It runs the one script that stands in it, calls its own origin alone, and may stand
 * in a page of the console that asked for it, in no other.
 */
export const revealDocument = (script: string, page: string): VaultResponse => ({
  status: 200,
  headers: {
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src ${digestOf(script)}`,
      `style-src ${digestOf(style)}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${page}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Origin-Agent-Cluster': '?1',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>A value of the vault</title>
<style>${style}</style>
<body><main></main><script data-page="${attribute(page)}">${script}</script></body>
</html>
`,
});
