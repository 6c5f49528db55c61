import { createHash } from 'node:crypto';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { document, json } from '../http/response.ts';
import { html, Markup } from './markup.ts';

/** A constant, because the page's policy contains its digest. */
const style = new Markup(`
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 3rem 1.25rem; max-width: 40rem; font: 16px/1.6 system-ui, sans-serif; color: light-dark(#1c1d22, #e8e9ee); background: light-dark(#fff, #131418); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
dt { margin-top: 1rem; } dd { margin: 0; color: light-dark(#5a5d69, #a3a6b3); }
a { color: light-dark(#4338ca, #a5b4fc); font-weight: 600; } a:focus-visible { outline: 2px solid; outline-offset: 2px; }
code { font: .9em ui-monospace, monospace; white-space: nowrap; }
`);

const styleDigest = `sha256-${createHash('sha256').update(style.text).digest('base64')}`;

/** Where the vault tells of itself, under a name for programs and a title for people. */
const links: readonly { name: string; title: string; path: string; what: string }[] = [
  {
    name: 'documentation',
    title: 'API reference',
    path: '/docs',
    what: 'Every operation: what it takes, what it answers, and the permission it needs.',
  },
  { name: 'openapi', title: 'OpenAPI', path: '/openapi.json', what: 'The same for programs.' },
  { name: 'health', title: 'Health', path: '/healthz', what: 'Whether the vault runs.' },
  { name: 'readiness', title: 'Readiness', path: '/readyz', what: 'Whether it can also store what is sent to it.' },
];

const page = (version: string): string =>
  html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Tessera vault</title>
<style>${style}</style>
<main>
<h1>This is a Tessera vault</h1>
<p>It stores card and bank data encrypted, and gives programs tokens to use in its place. It is an API without pages for people, except these:</p>
<dl>${links.map(({ title, path, what }) => html`<dt><a href="${path}">${title}</a> <code>${path}</code></dt><dd>${what}</dd>\n`)}</dl>
<p>Programs send the key of an application in the header <code>BT-API-KEY</code>. The command <code>tessera-vault applications</code> makes keys. Version ${version}.</p>
</main>
</html>
`.text;

const program = (version: string): string =>
  JSON.stringify({
    name: 'Tessera vault',
    version,
    ...Object.fromEntries(links.map(({ name, path }) => [name, path])),
  });

/** How much a caller wants a media type, from 0 to 1: by its most specific entry in `Accept` (RFC 9110 §12.5.1). */
const wants = (accept: string, type: string): number => {
  const [family = ''] = type.split('/');
  const quality = new Map(
    accept.split(',').map((entry) => {
      const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [name, /^[01](\.\d{0,3})?$/.test(q) ? Math.min(1, Number(q)) : 0];
    }),
  );
  return quality.get(type) ?? quality.get(`${family}/*`) ?? quality.get('*/*') ?? 0;
};

/** What the vault answers at `/`: a page to browsers, which ask for HTML first, and JSON to everything else. */
export const frontPage = (version: string): ((request: Pick<VaultRequest, 'headers'>) => VaultResponse) => {
  const forPeople = document(page(version), { style: styleDigest });
  const forPrograms = json(200, program(version));
  return ({ headers }) => {
    const accept = headers.get('Accept') ?? '*/*';
    const chosen = wants(accept, 'text/html') > wants(accept, 'application/json') ? forPeople : forPrograms;
    return { ...chosen, headers: { ...chosen.headers, Vary: 'Accept' } };
  };
};
