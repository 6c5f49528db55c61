import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import type { BuiltFiles } from './files.ts';
import { frameHeaders } from './frame-headers.ts';
import { frameHtml, importMapOf } from './frame-html.ts';
import { integrityOf, pinnedPath } from './integrity.ts';

export interface PagesOptions {
  readonly files: BuiltFiles;
  readonly allowedOrigins: Pick<AllowedOrigins, 'frameAncestors'>;
  /** Origins from which frames may load fonts; none by default. */
  readonly fontOrigins?: readonly string[] | undefined;
  /** Whether pages may send expressions over data; false by default. */
  readonly elementsExpressions?: boolean;
}

/** Answers requests for `/elements/` and `/js/`; `undefined` for every other path. */
export type Pages = (request: VaultRequest) => VaultResponse | undefined;

interface Page {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

const briefly = 'public, max-age=300';
const forever = 'public, max-age=31536000, immutable';

const javascript = 'text/javascript; charset=utf-8';

/** If a browser opens one of these files as a document, it runs nothing. */
const inert = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Headers of scripts that only frames load. */
const forFrames = {
  ...inert,
  'content-type': javascript,
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': forever,
};

/** Headers of scripts that pages of any origin may load, with or without `integrity`. */
const forEveryPage = {
  ...inert,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': briefly,
};

/** The documents and scripts of a vault, prepared once from the built files. */
export const createPages = ({
  files,
  allowedOrigins: { frameAncestors },
  fontOrigins = [],
  elementsExpressions,
}: PagesOptions): Pages => {
  const { frame, scripts } = files;
  const manifest = Object.fromEntries(
    Object.entries(scripts).map(([name, text]) => [
      `/js/${name}`,
      { integrity: integrityOf(text), immutable: pinnedPath(name, text) },
    ]),
  );
  const pages = new Map<string, Page>([
    [
      '/elements/',
      {
        text: frameHtml(frame, frameAncestors, { fontOrigins, elementsExpressions }),
        headers: {
          ...frameHeaders(frameAncestors, importMapOf(frame.parts), fontOrigins),
          'content-type': 'text/html; charset=utf-8',
          'cache-control': briefly,
        },
      },
    ],
    [
      '/js/manifest.json',
      { text: JSON.stringify(manifest), headers: { ...forEveryPage, 'content-type': 'application/json' } },
    ],
  ]);
  for (const [name, text] of Object.entries({ [frame.name]: frame.text, ...frame.parts })) {
    pages.set(`/elements/${name}`, { text, headers: forFrames });
  }
  for (const [name, text] of Object.entries(scripts)) {
    const headers = { ...forEveryPage, 'content-type': javascript };
    pages.set(`/js/${name}`, { text, headers });
    pages.set(pinnedPath(name, text), { text, headers: { ...headers, 'cache-control': forever } });
  }

  const answers = new Map<string, ReturnType<typeof createAnswer>>();
  return (request) => {
    const { pathname } = new URL(request.url);
    const page = pages.get(pathname);
    if (!page) return undefined;
    const answer = answers.get(pathname) ?? createAnswer(page);
    answers.set(pathname, answer);
    return answer(request);
  };
};

/** Compresses a page at its first request, so that starting the vault does not wait for it. */
const createAnswer = ({ text, headers }: Page) => {
  const digest = createHash('sha256')
    .update(text + JSON.stringify(headers))
    .digest('base64');
  const etag = `"${digest.slice(0, 27)}"`;
  const plain = new TextEncoder().encode(text);
  const compressed = new Uint8Array(brotliCompressSync(plain));
  return ({ method, headers: asked }: VaultRequest): VaultResponse => {
    if (method !== 'GET' && method !== 'HEAD') {
      return { status: 405, headers: { ...inert, allow: 'GET, HEAD' }, body: undefined };
    }
    const common = { ...headers, etag, vary: 'accept-encoding' };
    const known =
      asked
        .get('if-none-match')
        ?.split(',')
        .map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
    if (known.includes(etag)) return { status: 304, headers: common, body: undefined };
    const takesBrotli = /(^|[\s,])br([\s,]|$)/.test(asked.get('accept-encoding') ?? '');
    const body = takesBrotli ? compressed : plain;
    return {
      status: 200,
      headers: {
        ...common,
        'content-length': String(body.byteLength),
        ...(takesBrotli && { 'content-encoding': 'br' }),
      },
      body: method === 'HEAD' ? undefined : body,
    };
  };
};
