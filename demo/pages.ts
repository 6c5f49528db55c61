import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Pages } from './server.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Stands in built pages for the vault's origin, which only the server that sends them knows. */
export const vaultPlaceholder = 'http://vault.invalid';

/**
 * The policy of a page with card fields: it runs its own scripts and the vault's, frames the vault, and talks to no one
 * but its own server. It needs no way to reach the vault's API, because the frames call that.
 */
export const contentSecurityPolicy = (vaultOrigin: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${vaultOrigin}`,
    `frame-src ${vaultOrigin}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

interface Page {
  headers: Record<string, string>;
  body: Buffer;
}

/** Every file of the built pages by its path, read once. A path that is not among them does not exist. */
const loadPages = (folder: string, vaultOrigin: string): ReadonlyMap<string, Page> => {
  const pages = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll('\\', '/');
    const isDocument = extname(path) === '.html';
    const page = {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        // Names under /assets/ hold a hash of the content.
        'cache-control': path.startsWith('/assets/')
          ? 'max-age=31536000, immutable'
          : 'no-cache',
        ...(isDocument && {
          'content-security-policy': contentSecurityPolicy(vaultOrigin),
          'referrer-policy': 'strict-origin-when-cross-origin',
        }),
      },
      body: isDocument
        ? Buffer.from(
            readFileSync(file, 'utf8').replaceAll(vaultPlaceholder, vaultOrigin),
          )
        : readFileSync(file),
    };
    pages.set(path, page);
    if (path === '/index.html') pages.set('/', page);
  }
  return pages;
};

/** Serves built pages. */
export const filesIn = (folder: string, vaultOrigin: string): Pages => {
  const pages = loadPages(folder, vaultOrigin);
  return {
    serve: ({ method = 'GET', url = '/' }, response) => {
      const page = pages.get(url.split('?', 1)[0] ?? '/');
      if (!page || (method !== 'GET' && method !== 'HEAD')) {
        response
          .writeHead(404, {
            'content-type': 'text/plain; charset=utf-8',
            'x-content-type-options': 'nosniff',
          })
          .end('There is nothing here.\n');
        return;
      }
      response
        .writeHead(200, page.headers)
        .end(method === 'HEAD' ? undefined : page.body);
    },
  };
};
