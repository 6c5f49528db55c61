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
  /** From where frames may load fonts; from nowhere when not given. */
  readonly fontOrigins?: readonly string[] | undefined;
  /** Whether pages may send expressions over data; not when not given. */
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

/** As a document of its own, a file of ours is inert. */
const inert = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** For the scripts of frames, which nobody else loads. */
const forFrames = {
  ...inert,
  'content-type': javascript,
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': forever,
};

/** For scripts that pages of any origin load, with `integrity` if they like. */
const forEveryPage = {
  ...inert,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': briefly,
};

/** The documents and scripts of a vault, made once from what was built. */
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

/** Compresses a page when it is first asked for: starting the vault does not wait for it. */
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
