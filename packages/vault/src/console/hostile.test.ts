import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleCall, type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  console = consoleOf(rig);
});
afterAll(async () => {
  await rig.close();
});

/** The same console with one guard taken away. */
const without = (guards: ConsoleOptions['guards']) => consoleOf(rig, { guards });

/** Something that changes a tenant. */
const change = (at: ConsoleRig, cookie: string, sent: ConsoleCall = {}) =>
  at.call('POST', '/api/applications', { cookie, body: { name: 'x', type: 'public', permissions: [] }, ...sent });

describe('calls that pages of other origins make a browser send', () => {
  const foreign: [string, Record<string, string | undefined>][] = [
    ['without the header, as a form would', { 'Tessera-Console': undefined }],
    ['from another origin', { Origin: 'https://evil.test' }],
    ['from a sandboxed frame', { Origin: 'null' }],
    ["from the vault's origin", { Origin: 'https://vault.test' }],
    ['from the same host by http', { Origin: 'http://console.test' }],
    ['without an origin', { Origin: undefined }],
    ['from a sibling of the site', { 'Sec-Fetch-Site': 'same-site' }],
  ];

  it.each(foreign)('are refused %s, on every part of the console', async (_, headers) => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const calls = [
      change(console, cookie, { headers }),
      console.call('DELETE', '/session', { cookie, headers }),
      console.call('POST', '/session/options', { headers }),
      console.call('POST', '/session', { body: {}, headers }),
      console.call('POST', '/session/enrolment', { body: {}, headers }),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({ status: 403, body: { type: 'foreign-page' } });
      expect(answer.headers.get('Set-Cookie')).toBeNull();
    }
    expect((await console.call('GET', '/session', { cookie })).status).toBe(200);
  });

  it('are refused as reads of the API too, since the header is asked for', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const headers = { 'Tessera-Console': undefined };
    expect((await console.call('GET', '/api/tenants/self', { cookie, headers })).status).toBe(403);
  });

  it('would succeed without each of the checks', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const cases: [ConsoleOptions['guards'], Record<string, string | undefined>][] = [
      [{ marked: () => true }, { 'Tessera-Console': undefined }],
      [{ ownOrigin: () => true }, { Origin: 'https://evil.test' }],
      [{ namesOrigin: () => true }, { Origin: undefined }],
    ];
    for (const [guards, headers] of cases) {
      expect((await change(console, cookie, { headers })).status).toBe(403);
      expect((await change(without(guards), cookie, { headers })).status).toBe(201);
    }
  });

  it('get no answer that another origin could read', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const answers = [
      await console.call('GET', '/api/tenants/self', { cookie }),
      await console.call('GET', '/api/nowhere', { cookie }),
      await console.call('GET', '/session', { cookie }),
      await console.call('GET', '/session'),
    ];
    for (const { headers } of answers) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(headers.get('Content-Security-Policy')).toContain('sandbox');
    }
  });
});

describe('a stolen cookie', () => {
  it('is refused on another address and ends the session, in favour of nobody', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const stolen = await change(console, cookie, { address: '203.0.113.66' });
    expect(stolen).toMatchObject({ status: 401, body: { type: 'sign-in-required' } });
    expect((await change(console, cookie)).status).toBe(401);
  });

  it('would work there without the check', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const careless = without({ sameNetwork: () => true });
    expect((await change(careless, cookie, { address: '203.0.113.66' })).status).toBe(201);
  });

  it('works from another address of the same IPv6 network, which devices change by themselves', async () => {
    const { browser } = await console.operator('viewer');
    const cookie = console.cookieOf(await console.signIn(browser, { address: '2001:db8:1:2::3' }));
    expect((await console.call('GET', '/session', { cookie, address: '2001:db8:1:2:ffff::9' })).status).toBe(200);
    expect((await console.call('GET', '/session', { cookie, address: '2001:db8:1:3::3' })).status).toBe(401);
  });
});

describe('a session that was put into the browser before', () => {
  it('does not become the session of who signs in', async () => {
    const attacker = await console.operator('viewer');
    const victim = await console.operator('administrator', rig.acme.tenantId);
    const answer = await console.signIn(victim.browser, { cookie: attacker.cookie });
    const fresh = console.cookieOf(answer);
    expect(fresh).not.toBe(attacker.cookie);
    // The planted one ends, and the new one is the victim's alone.
    expect((await console.call('GET', '/session', { cookie: attacker.cookie })).status).toBe(401);
    expect((await console.call('GET', '/session', { cookie: fresh })).body.operator.id).toBe(victim.operator.id);
  });

  it('would become it if new sessions took the secret that is there', async () => {
    const attacker = await console.operator('viewer');
    const victim = await console.operator('administrator', rig.acme.tenantId);
    const careless = without({ secretFor: (drawn, brought) => brought ?? drawn });
    const planted = attacker.cookie.split('=')[1] ?? '';
    const answer = await careless.signIn(victim.browser, { cookie: attacker.cookie });
    expect(careless.cookieOf(answer)).toContain(planted);
    expect((await careless.call('GET', '/session', { cookie: attacker.cookie })).body.operator.id).toBe(
      victim.operator.id,
    );
  });

  it('counts for nothing beside the own cookie', async () => {
    const { cookie } = await console.operator('viewer');
    const other = await console.operator('viewer');
    const both = `${cookie}; ${other.cookie}`;
    expect((await console.call('GET', '/session', { cookie: both })).status).toBe(401);
  });

  it('is not made up by the server from what a browser sends', async () => {
    for (const cookie of ['__Host-tessera-console=x', `__Host-tessera-console=${'A'.repeat(43)}`, 'tessera-console=']) {
      expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
    }
  });
});

describe('time and scope', () => {
  it('would not end sessions without the check', async () => {
    const { cookie } = await console.operator('viewer');
    rig.pass(16 * 60_000);
    const asking = { cookie, headers: { 'Tessera-Console': 'background' } };
    expect((await without({ isOver: () => false }).call('GET', '/session', asking)).status).toBe(200);
    expect((await console.call('GET', '/session', asking)).status).toBe(401);
  });

  it('would open other tenants without the check', async () => {
    const other = await rig.tenant('Other');
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const sent = { cookie, headers: { 'Tessera-Tenant': other.tenantId } };
    expect((await console.call('GET', '/api/tenants/self', sent)).status).toBe(403);
    expect((await without({ inScope: () => true }).call('GET', '/api/tenants/self', sent)).status).toBe(200);
  });
});

it('slows down whoever tries to sign in again and again from one address', async () => {
  const slow = consoleOf(rig, { rate: { burst: 3, seconds: 60 } });
  const tries: number[] = [];
  for (let each = 0; each < 5; each += 1) tries.push((await slow.call('POST', '/session/options')).status);
  expect(tries).toEqual([200, 200, 200, 429, 429]);
  expect((await slow.call('POST', '/session/options', { address: '198.51.100.1' })).status).toBe(200);
});

it('never has the vault set a cookie, nor the console answer as the vault', async () => {
  for (const path of ['/', '/session', '/console', '/elements/', '/docs', '/tokens']) {
    const { headers } = await rig.send('GET', path);
    expect(headers.get('Set-Cookie')).toBeNull();
  }
  const { cookie } = await console.operator('administrator', rig.acme.tenantId);
  for (const path of ['/api/docs', '/api/openapi.json', '/api/elements/', '/api/js/elements.js', '/api/healthz']) {
    expect((await console.call('GET', path, { cookie })).status, path).toBe(404);
  }
});

it('puts no secret into the log', async () => {
  const { cookie } = await console.operator('viewer');
  await console.call('GET', '/session', { cookie, headers: { Origin: consoleOrigin } });
  await console.call('GET', `/session/list?x=${cookie}`, { cookie });
  const secret = cookie.split('=')[1] ?? 'none';
  expect([...console.lines, ...rig.lines].join('')).not.toContain(secret);
});

it('reads no more from those who are not signed in than a passkey takes', async () => {
  const tooLarge = { status: 413, body: { type: 'body-too-large' } };
  const body = { list: Array.from({ length: 65_000 }, () => '11') };
  for (const path of ['/session', '/session/enrolment', '/session/enrolment/options', '/session/openid']) {
    expect(await console.call('POST', path, { body }), path).toMatchObject(tooLarge);
  }
});
