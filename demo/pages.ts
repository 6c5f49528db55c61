import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Pages } from './server.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Built pages contain this in place of the vault's origin, which only the server knows. It replaces it. */
export const vaultPlaceholder = 'http://vault.invalid';

/**
 * The Content-Security-Policy of a page with card fields. It allows scripts of the page and of the vault, frames of the vault, and
 * connections to the page's own server. Pages need no connection to the vault, because frames call its API.
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

/** All files of the built pages, by path. Only these are served, so no path can reach outside of the folder. */
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
        // Names under /assets/ contain a hash of the content.
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
    if (isDocument) pages.set(path.replace(/(index)?\.html$/, ''), page);
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
