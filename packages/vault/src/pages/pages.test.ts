import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { asResponse } from '../http/messages.ts';
import { createPages } from './pages.ts';

const part = 'frame-open-calls.def-_456.js';
const frame = { name: 'frame.abc-_123.js', text: 'frame()', parts: { [part]: 'calls()' } };
const scripts = { 'basis-theory.js': 'sdk()', 'elements.js': 'elements()', 'web-elements.js': 'web()' };
const tenant = '0f5b3b3e-6f0e-4c53-8d3a-2a4a0b7c9d11';
const pages = createPages({
  files: { frame, scripts },
  allowedOrigins: parseAllowedOrigins(`https://shop.example=${tenant}, https://other.example=${tenant}`),
});

const get = (path: string, init: RequestInit = {}): Response => {
  const answer = pages(new Request(`https://vault.example${path}`, init));
  if (!answer) throw new Error(`${path} is not served`);
  return asResponse(answer);
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const importMap = `{"integrity":{"/elements/${part}":"sha256-${sha256('calls()')}"}}`;
const sha384 = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

/** A policy as a record: `{ 'script-src': "'self'" }`. */
const policyOf = (response: Response): Record<string, string> =>
  Object.fromEntries(
    (response.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('the frame', () => {
  it('is one document with its script inside, which says its build, and pins what that fetches later', async () => {
    const html = await get('/elements/').text();
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).toContain(`<script type="importmap">${importMap}</script>`);
    expect(html).toMatch(
      new RegExp(`<script data-build="${frame.name}" data-page-origins="[^"]*">frame\\(\\)</script>`),
    );
    expect(html).not.toContain('src=');
    expect(html).toContain('["https://shop.example","https://other.example"]'.replaceAll('"', '&quot;'));
  });

  it.each(['"</script>"', '"</ScRiPt "', '"<script>"', '"<!--"'])(
    'refuses a script with %s, which would end elsewhere',
    (text) => {
      const files = { frame: { ...frame, text }, scripts };
      expect(() => createPages({ files, allowedOrigins: { frameAncestors: [] } })).toThrow(
        'cannot be an inline script',
      );
    },
  );

  it('runs nothing but its script, talks to nobody but its origin, and stands only in allowed pages', () => {
    expect(policyOf(get('/elements/'))).toEqual({
      'default-src': "'none'",
      'script-src': `'self' 'sha256-${sha256(importMap)}' 'sha256-${sha256(frame.text)}'`,
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': 'https://shop.example https://other.example',
      'require-trusted-types-for': "'script'",
      'trusted-types': 'lit-html',
    });
    expect(Object.fromEntries(get('/elements/').headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'origin-agent-cluster': '?1',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': 'public, max-age=300',
    });
    expect(get('/elements/').headers.has('set-cookie')).toBe(false);
  });

  describe('of a vault whose domain is its own', () => {
    const own = createPages({
      files: { frame, scripts },
      allowedOrigins: { frameAncestors: ['https://shop.example'] },
      ownHost: 'vault.example',
    });
    const headersFor = (url: string, site: string | undefined) => {
      const answer = own(new Request(url, { headers: site === undefined ? {} : { 'sec-fetch-site': site } }));
      if (!answer) throw new Error(`${url} is not served`);
      return new Headers(answer.headers);
    };

    it('needs no process apart from other hosts of that domain, and is the same document with the same policy', () => {
      const shared = headersFor('https://vault.example/elements/', 'cross-site');
      const kept = headersFor('https://vault.example/elements/', 'same-site');
      expect(shared.has('origin-agent-cluster')).toBe(false);
      for (const name of ['origin-agent-cluster', 'etag']) for (const all of [shared, kept]) all.delete(name);
      expect([...shared]).toEqual([...kept]);
    });

    it.each([
      ['a page of that domain shows it', 'https://vault.example/elements/', 'same-site'],
      ['the vault itself shows it', 'https://vault.example/elements/', 'same-origin'],
      ['a person opens it', 'https://vault.example/elements/', 'none'],
      ['the browser does not say who shows it', 'https://vault.example/elements/', undefined],
      ['the browser says something unknown', 'https://vault.example/elements/', 'cross-site, cross-site'],
      ['the vault has another name as well', 'https://pay.vault.example/elements/', 'cross-site'],
      ['the vault is asked at another port', 'https://vault.example:8443/elements/', 'cross-site'],
    ])('gets a process of its own where %s', (_, url, site) => {
      expect(headersFor(url, site).get('origin-agent-cluster')).toBe('?1');
    });

    it('is not answered from a cache to who would get the other form', () => {
      expect(headersFor('https://vault.example/elements/', 'cross-site').get('vary')).toBe(
        'accept-encoding, sec-fetch-site',
      );
      const etags = ['cross-site', 'same-site'].map((site) =>
        headersFor('https://vault.example/elements/', site).get('etag'),
      );
      expect(new Set(etags).size).toBe(2);
    });

    it('is told apart by nothing else: other vaults answer as they always did', () => {
      const answer = pages(
        new Request('https://vault.example/elements/', { headers: { 'sec-fetch-site': 'cross-site' } }),
      );
      expect(answer?.headers).toMatchObject({ 'origin-agent-cluster': '?1', vary: 'accept-encoding' });
    });
  });

  it('is told when the operator takes expressions from pages, and only then', async () => {
    const allowed = { files: { frame, scripts }, allowedOrigins: parseAllowedOrigins('https://shop.example') };
    const documentOf = async (more: object) => {
      const answer = createPages({ ...allowed, ...more })(new Request('https://vault.example/elements/'));
      return answer && (await asResponse(answer).text());
    };
    expect(await documentOf({ elementsExpressions: true })).toContain(' data-expressions>');
    expect(await documentOf({})).not.toContain('data-expressions');
  });

  it('loads fonts from where the operator says, and is told so', async () => {
    const fontOrigins = ['https://fonts.example', 'http://localhost:8080'];
    const answer = createPages({ files: { frame, scripts }, allowedOrigins: { frameAncestors: [] }, fontOrigins })(
      new Request('https://vault.example/elements/'),
    );
    if (!answer) throw new Error('The frame is not served.');
    const response = asResponse(answer);
    expect(policyOf(response)['font-src']).toBe('https://fonts.example http://localhost:8080');
    expect(await response.text()).toContain(
      `data-font-origins="${JSON.stringify(fontOrigins).replaceAll('"', '&quot;')}"`,
    );
    expect(await get('/elements/').text()).not.toContain('font-origins');
  });

  it('keeps what it fetches later for good, and for documents of its own origin', () => {
    expect(Object.fromEntries(get(`/elements/${part}`).headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    });
  });

  it('may stand in no page when none is allowed', () => {
    const none = createPages({ files: { frame, scripts }, allowedOrigins: { frameAncestors: [] } });
    const answer = none(new Request('https://vault.example/elements/'));
    expect(answer && policyOf(asResponse(answer))['frame-ancestors']).toBe("'none'");
  });
});

describe('a script for pages', () => {
  it.each(Object.entries(scripts))(
    '/js/%s can be loaded from anywhere with the digest of the manifest',
    async (name, text) => {
      const response = get(`/js/${name}`);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      });
      expect(await response.text()).toBe(text);
      expect(await get('/js/manifest.json').json()).toMatchObject({ [`/js/${name}`]: { integrity: sha384(text) } });
    },
  );

  it.each(Object.entries(scripts))('/js/%s lies for good under a path that names its content', async (name, text) => {
    const { [`/js/${name}`]: entry } = (await get('/js/manifest.json').json()) as Record<string, { immutable: string }>;
    const path = entry?.immutable ?? '';
    expect(path).toMatch(new RegExp(`^/js/[0-9a-f]{16}/${name}$`));
    const response = get(path);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.text()).toBe(text);
    expect(pages(new Request(`https://vault.example${path.replace(/[0-9a-f]{16}/, '0'.repeat(16))}`))).toBeUndefined();
  });
});

describe('the script of published web-elements', () => {
  it.each(['2.0.0', '2.17.0', '2.170.12'])(
    'is where version %s loads it with the vault as its custom domain',
    async (version) => {
      const response = get(`/web-elements/${version}/client/index.js`);
      expect(await response.text()).toBe(scripts['web-elements.js']);
      expect(Object.fromEntries(response.headers)).toEqual(Object.fromEntries(get('/js/web-elements.js').headers));
    },
  );

  it.each([
    '/web-elements/3.1.0/client/index.js',
    '/web-elements/2.17.0/hosted-elements/',
    '/web-elements/2.17/client/index.js',
  ])('is not at %s', (path) => {
    expect(pages(new Request(`https://vault.example${path}`))).toBeUndefined();
  });
});

const served = ['/elements/', `/elements/${part}`, '/js/elements.js', '/js/manifest.json'];

describe('every page', () => {
  it.each(served)('%s is compressed for who takes it, and each form has an ETag of its own', async (path) => {
    const plain = get(path);
    const brotli = get(path, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    const gzip = get(path, { headers: { 'accept-encoding': 'gzip, deflate' } });
    const forms = [plain, brotli, gzip];
    expect(forms.map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'br', 'gzip']);
    expect(new Set(forms.map(({ headers }) => headers.get('etag'))).size).toBe(3);
    expect(new Set(forms.map(({ headers }) => headers.get('vary')))).toEqual(new Set(['accept-encoding']));
    const text = await plain.text();
    expect(brotliDecompressSync(await brotli.bytes()).toString()).toBe(text);
    expect(gunzipSync(await gzip.bytes()).toString()).toBe(text);
    expect(await get(path, { method: 'HEAD' }).text()).toBe('');
  });

  it.each(served)('%s is not sent again while the form that the caller takes is the one it has', async (path) => {
    const etag = (coding: string) => get(path, { headers: { 'accept-encoding': coding } }).headers.get('etag') ?? '';
    const ask = (coding: string, tag: string) =>
      get(path, { headers: { 'accept-encoding': coding, 'if-none-match': tag } });
    for (const coding of ['identity', 'gzip', 'br']) {
      const again = ask(coding, `"other", W/${etag(coding)}`);
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag(coding), '']);
      expect(ask(coding, '*').status).toBe(304);
    }
    expect(ask('gzip', etag('br')).status).toBe(200);
    expect(ask('identity', etag('gzip')).status).toBe(200);
  });

  it('answers to GET and HEAD only', () => {
    expect(() => get('/elements/', { method: 'POST' })).toThrow('This path answers to GET and HEAD.');
  });

  it.each([
    '/',
    '/elements',
    '/elements/x',
    `/elements/${frame.name}`,
    '/elements/../tokens',
    '/js/',
    '/js/frame.abc-_123.js',
    '/js/constructor',
    '/tokens',
  ])('leaves %s to others', (path) => {
    expect(pages(new Request(`https://vault.example${path}`))).toBeUndefined();
  });
});
