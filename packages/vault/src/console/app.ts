import { createHash } from 'node:crypto';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { staticAnswer } from '../pages/static-answer.ts';
import type { AppFiles } from './app-files.ts';

/** Headers of every answer of the console's origin, whatever it answers. */
export const originHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

/** What answers that are no page of the console may do when a browser opens them as a document: nothing. */
const inert = "sandbox; default-src 'none'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

const typeOf = (path: string): string => types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

/** Digests of what stands between the tags of a document, as a policy writes them. */
const inlineDigests = (html: string, tag: 'script' | 'style'): string[] =>
  [...html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${tag}>`, 'gi'))].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );

/**
 * The policy of the pages. Scripts come out of the folder of built files or have a digest that stands here; an answer of the API is neither.
 * Frames are those of the vault, and the pages stand in no frame.
 */
export const appPolicy = (html: string, origin: string, vaultOrigin: string | undefined): string => {
  const built = `${origin}/assets/`;
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': [built, ...inlineDigests(html, 'script')].join(' '),
    'style-src': [built, ...inlineDigests(html, 'style')].join(' '),
    'img-src': "'self' data:",
    'font-src': built,
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'frame-src': vaultOrigin ?? "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html',
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
};

/** Browser features that the pages use; all others are off. */
const features = [
  ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'encrypted-media', 'fullscreen', 'geolocation'],
  ...['gyroscope', 'hid', 'microphone', 'midi', 'payment', 'serial', 'usb', 'xr-spatial-tracking'],
]
  .map((name) => `${name}=()`)
  .join(', ');

const refused = { ...originHeaders, 'Content-Security-Policy': inert };

const notFound: VaultResponse = {
  status: 404,
  headers: { ...refused, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: 'There is no such file.\n',
};

const notBuilt: VaultResponse = {
  status: 503,
  headers: { ...notFound.headers },
  body: 'The pages of the console are not built. Run "npm run build" in the root of the repository, then start again.\n',
};

/** The addresses in front of the app. Others lead there too while nobody is signed in. */
const gates: ReadonlySet<string> = new Set(['/sign-in', '/enrol']);

/** Serves the built pages: a file by its path, and a document for every address of the app. */
export const appPages = (app: AppFiles | undefined, origins: { console: string; vault: string | undefined }) => {
  if (!app) return (): VaultResponse => notBuilt;
  const documentOf = (html: string) => {
    const headers = {
      ...originHeaders,
      'Content-Security-Policy': appPolicy(html, origins.console, origins.vault),
      'Permissions-Policy': features,
      'Content-Type': 'text/html; charset=utf-8',
      // What is cached is asked for again each time, so a page is never older than its scripts.
      'Cache-Control': 'no-cache',
    };
    return staticAnswer({ text: html, headers });
  };
  const [document, gate] = [documentOf(app.html), documentOf(app.gateHtml)];
  const answers = new Map<string, ReturnType<typeof staticAnswer>>();
  return (request: VaultRequest, path: string): VaultResponse => {
    const file = app.files.get(path);
    if (!file) return path.startsWith('/assets/') ? notFound : (gates.has(path) ? gate : document)(request);
    const known =
      answers.get(path) ??
      staticAnswer({
        text: file,
        headers: {
          ...refused,
          'Content-Type': typeOf(path),
          // Names below this folder have a digest of the content in them.
          'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        },
      });
    answers.set(path, known);
    return known(request);
  };
};
