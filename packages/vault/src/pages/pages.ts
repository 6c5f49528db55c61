import type { AllowedOrigins } from '../access/allowed-origins.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import type { BuiltFiles } from './files.ts';
import { apart, frameHeaders } from './frame-headers.ts';
import { frameHtml, importMapOf } from './frame-html.ts';
import { integrityOf, pinnedPath } from './integrity.ts';
import { type StaticPage, staticAnswer } from './static-answer.ts';

export interface PagesOptions {
  readonly files: Pick<BuiltFiles, 'frame' | 'scripts'>;
  readonly allowedOrigins: Pick<AllowedOrigins, 'frameAncestors'>;
  /** Origins from which frames may load fonts; none by default. */
  readonly fontOrigins?: readonly string[] | undefined;
  /** Whether pages may send expressions over data; false by default. */
  readonly elementsExpressions?: boolean;
  /** Host and port of the vault, where nothing else is served on its domain. */
  readonly ownHost?: string | undefined;
  /** Whether browsers may keep documents of frames, which name the pages that may show them; true by default. */
  readonly isLasting?: boolean;
}

/** Answers requests for `/elements/`, `/js/` and `/web-elements/`; `undefined` for every other path. */
export type Pages = (request: VaultRequest) => VaultResponse | undefined;

/**
 * Where published web-elements 2.x, of whatever version, load their script from when their option `customDomain` names the vault. Version 3
 * expects another interface.
 */
const ofCustomDomain = /^\/web-elements\/2\.\d{1,3}\.\d{1,3}\/client\/index\.js$/;

/** The path of the page that answers a request. */
const pathOf = (url: string): string => {
  const { pathname } = new URL(url);
  return ofCustomDomain.test(pathname) ? '/js/web-elements.js' : pathname;
};

/**
 * Whether a frame may share a process with what else is of its site. The operator has said that there is nothing else; a page of that
 * site that shows a frame, and another name of the vault, prove the opposite. Browsers say which it is (Fetch Metadata §2.3); one
 * that does not gets a process of its own.
 */
const mayShare = ({ url, headers }: VaultRequest, ownHost: string | undefined): boolean =>
  ownHost !== undefined && new URL(url).host === ownHost && headers.get('sec-fetch-site') === 'cross-site';

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
  ownHost,
  isLasting = true,
}: PagesOptions): Pages => {
  const { frame, scripts } = files;
  const manifest = Object.fromEntries(
    Object.entries(scripts).map(([name, text]) => [
      `/js/${name}`,
      { integrity: integrityOf(text), immutable: pinnedPath(name, text) },
    ]),
  );
  const shared: StaticPage = {
    text: frameHtml(frame, frameAncestors, { fontOrigins, elementsExpressions }),
    headers: {
      ...frameHeaders(frameAncestors, [importMapOf(frame.parts), frame.text], { fontOrigins }),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': isLasting ? briefly : 'no-store',
    },
    vary: ownHost === undefined ? [] : ['sec-fetch-site'],
  };
  const shareable = staticAnswer(shared);
  const pages = new Map<string, StaticPage>([
    ['/elements/', { ...shared, headers: { ...shared.headers, ...apart } }],
    [
      '/js/manifest.json',
      { text: JSON.stringify(manifest), headers: { ...forEveryPage, 'content-type': 'application/json' } },
    ],
  ]);
  for (const [name, text] of Object.entries(frame.parts)) {
    pages.set(`/elements/${name}`, { text, headers: forFrames });
  }
  for (const [name, text] of Object.entries(scripts)) {
    const headers = { ...forEveryPage, 'content-type': javascript };
    pages.set(`/js/${name}`, { text, headers });
    pages.set(pinnedPath(name, text), { text, headers: { ...headers, 'cache-control': forever } });
  }

  const answers = new Map<string, ReturnType<typeof staticAnswer>>();
  return (request) => {
    const path = pathOf(request.url);
    const page = pages.get(path);
    if (!page) return undefined;
    if (path === '/elements/' && mayShare(request, ownHost)) return shareable(request);
    const answer = answers.get(path) ?? staticAnswer(page);
    answers.set(path, answer);
    return answer(request);
  };
};
