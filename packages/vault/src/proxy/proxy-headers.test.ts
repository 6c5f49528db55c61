import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerHeaders, mayPass } from './proxy-headers.ts';
import { destination } from './testing/destination.ts';

const { psp, timer, rig, key, through } = destination();

describe('headers of a proxied request', () => {
  it('go on, without those of the vault and of the way to it', async () => {
    const { sent } = await through('POST', '', {
      body: { a: 1 },
      headers: {
        'X-API-KEY': 'of the destination',
        Accept: 'text/x',
        'BT-TRACE-ID': 'trace-1',
        'BT-IDEMPOTENCY-KEY': 'once',
        'X-Forwarded-For': '10.1.1.1',
        'X-Forwarded-Host': 'inside.example',
        'X-Real-IP': '10.1.1.1',
        Forwarded: 'for=10.1.1.1',
        Via: '1.1 inside.example',
        Connection: 'close, X-Hop',
        'X-Hop': '1',
        'User-Agent': 'shop/1',
      },
    });
    expect(sent?.headers).toEqual({
      host: 'psp.example',
      connection: 'keep-alive',
      'content-length': '7',
      'content-type': 'application/json',
      accept: 'text/x',
      'user-agent': 'shop/1',
      'x-api-key': 'of the destination',
    });
  });

  it('authenticate by BT-API-KEY alone', async () => {
    const answer = await rig().send('GET', '/proxy', {
      headers: { 'X-API-KEY': key(), 'BT-PROXY-URL': 'https://psp.example' },
    });
    expect(answer.status).toBe(401);
    expect(psp.seen).toEqual([]);
  });
});

describe('a header of an answer', () => {
  it('passes by name alone, so that one nobody has heard of does not', () => {
    const header = fc.stringMatching(/^[a-wyz][a-z-]{0,20}$/).filter((name) => !/^(ratelimit)/.test(name));
    const allowed =
      /^(accept-ranges|allow|content-\w+|date|etag|idempotency-key|last-modified|location|request-id|retry-after)$/;
    fc.assert(fc.property(header, (name) => !mayPass(name) || allowed.test(name)));
    expect(mayPass('content-security-policy')).toBe(false);
  });

  it('would be an order to the server in front, but for the list', () => {
    const order: [string, string][] = [['x-accel-redirect', '/proxy/x']];
    expect(answerHeaders(order)).toEqual({});
    expect(answerHeaders(order, () => true)).toEqual({ 'x-accel-redirect': '/proxy/x' });
  });
});

describe('the answer of a destination', () => {
  const hostile: Record<string, string | string[]> = {
    'Set-Cookie': ['a=1', 'b=2'],
    'Clear-Site-Data': '"*"',
    'Strict-Transport-Security': 'max-age=1',
    'Alt-Svc': 'h3=":443"',
    'Service-Worker-Allowed': '/',
    'Content-Security-Policy': 'default-src *',
    'Content-Security-Policy-Report-Only': 'x',
    'Access-Control-Allow-Origin': 'https://evil.example',
    'Access-Control-Allow-Credentials': 'true',
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Permissions-Policy': '*',
    NEL: '{}',
    'Report-To': '{}',
    'Reporting-Endpoints': 'x="https://evil.example"',
    SourceMap: '/x',
    Link: '</x>; rel=preload',
    Refresh: '0; url=https://evil.example',
    'WWW-Authenticate': 'Basic',
    'Cache-Control': 'public, max-age=99999',
    'X-Content-Type-Options': 'none',
    'BT-TRACE-ID': 'forged',
    'BT-TOTAL': 'at-least',
    // Orders to the servers in front of the vault.
    'X-Accel-Redirect': '/proxy/x?n={{id}}',
    'X-Accel-Buffering': 'no',
    'X-Sendfile': '/etc/passwd',
    'X-LIGHTTPD-send-file': '/etc/passwd',
    'X-LiteSpeed-Location': '/proxy/x',
    'X-Reproxy-URL': 'http://127.0.0.1/',
    'X-Original-URL': '/x',
    'X-Forwarded-Host': 'evil.example',
    'X-Frame-Options': 'ALLOWALL',
    'Surrogate-Control': 'max-age=1',
    'CDN-Cache-Control': 'max-age=1',
    Age: '1',
    Vary: '*',
    Expires: 'never',
    'Some-Header-Of-Tomorrow': '1',
  };

  it('comes back as it is, without what could act on the origin of the vault', async () => {
    psp.act = (response) => {
      for (const [name, value] of Object.entries(hostile)) response.setHeader(name, value);
      response.setHeader('X-Own', ['1', '2']).setHeader('Location', '/next').setHeader('ETag', '"v1"');
      response.setHeader('Request-Id', 'req_1').setHeader('X-RateLimit-Remaining', '7').setHeader('RateLimit', 'r=7');
      response.writeHead(302, { 'Content-Type': 'text/html' }).end('<script>alert(1)</script>');
    };
    const { status, text, headers } = await through('GET', '');
    expect([status, text]).toEqual([302, '<script>alert(1)</script>']);
    const { date: _, 'bt-trace-id': trace, ...others } = Object.fromEntries(headers);
    expect(trace).not.toBe('forged');
    expect(others).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
      'bt-proxy-destination-status': '302',
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'content-type': 'text/html',
      etag: '"v1"',
      location: '/next',
      ratelimit: 'r=7',
      'referrer-policy': 'no-referrer',
      'request-id': 'req_1',
      'x-content-type-options': 'nosniff',
      'x-own': '1, 2',
      'x-ratelimit-remaining': '7',
    });
  });

  it.each([204, 304, 404, 500, 503])('keeps its status %d', async (status) => {
    psp.act = (response) => response.writeHead(status).end();
    expect(await through('GET', '')).toMatchObject({ status, text: '' });
  });

  it('is given up after its time as 408', async () => {
    psp.arrived = () => new Promise(() => timer.elapse(25));
    const { status, body } = await through('GET', '');
    expect([status, body.proxy_error.title]).toEqual([408, 'The destination took too long.']);
  });

  it('breaks off in the middle rather than passing for whole when it is too large or cut', async () => {
    psp.act = (response) => response.end(Buffer.alloc(200_000));
    expect((await through('GET', '')).status).toBe(502);
    psp.act = (response) => response.write(Buffer.alloc(50_000), () => response.destroy());
    await expect(through('GET', '')).rejects.toThrow();
  });
});
