import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { challengeLife } from '../../operators/challenges.ts';
import { type Rig, startRig } from '../../testing/rig.ts';
import { storageInFiles } from '../../testing/stores.ts';
import type { ConsoleOptions } from '../console.ts';
import { clientId, clientSecret } from './testing/company.ts';
import { type Oddness, type OddProvider, startOddProvider } from './testing/odd-provider.ts';
import { type OpenIdRig, openIdRig, providerAt } from './testing/openid-rig.ts';

let rig: Rig;
let odd: OddProvider;
let console: OpenIdRig;
/** The cookie of a session of whom the odd provider calls `odd`. */
let own: string;

/** Out to the odd provider and back at once. */
const enter = async (at: OpenIdRig, body: { link?: string; fresh?: boolean } = {}) => {
  const { url, cookie } = await at.setOut(body);
  return await at.comeBack(odd.visited(url), cookie);
};

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  rig.pass(Date.now() - rig.clock());
  odd = await startOddProvider(clientSecret);
  console = openIdRig(rig, odd);
  const { secret } = await console.invite('administrator', rig.acme.tenantId);
  own = (await enter(console, { link: secret })).cookie;
});
beforeEach(() => {
  odd.be({});
  rig.pass(Date.now() - rig.clock());
});
afterAll(async () => {
  await odd.close();
  await rig.close();
});

const without = (guards: ConsoleOptions['guards']) => openIdRig(rig, odd, { guards });
const who = (at: OpenIdRig, cookie: string) => at.call('GET', '/session', { cookie });
const expired = '/sign-in?openid=expired';

describe('the way back of another browser', () => {
  it('lets nobody in: an attacker cannot sign a victim in as somebody else, nor take what a victim brought back', async () => {
    const attacker = await console.setOut();
    const victim = await console.setOut();
    const back = odd.visited(attacker.url);
    expect((await console.comeBack(back, victim.cookie)).to).toBe(expired);
    expect((await console.comeBack(back, undefined)).to).toBe(expired);
    expect((await console.comeBack(back, attacker.cookie)).to).toBe('/');
  });

  it('would let in without what binds it to the browser', async () => {
    const careless = without({ boundTo: () => `${'A'.repeat(43)}.in.` });
    const attacker = await careless.setOut();
    const victim = await careless.comeBack(odd.visited(attacker.url), undefined);
    expect(victim.to).toBe('/');
    expect((await who(careless, victim.cookie)).status).toBe(200);
  });
});

describe('an answer of the provider', () => {
  it('lets in once, and again without what takes it out of use', async () => {
    for (const careless of [false, true]) {
      const at = careless ? without({ once: () => [] }) : console;
      const { url, cookie } = await at.setOut();
      const back = odd.visited(url);
      expect((await at.comeBack(back, cookie)).to).toBe('/');
      odd.asked.length = 0;
      expect((await at.comeBack(back, cookie)).to).toBe(careless ? '/' : expired);
      // What was used is not even shown to the provider.
      expect(odd.asked).toEqual(careless ? ['/token'] : []);
    }
  });

  it('counts once also where it was refused, and where two bring it at the same time', async () => {
    const { url, cookie } = await console.setOut();
    const back = odd.visited(url);
    odd.be({ signed: 'none' });
    expect((await console.comeBack(back, cookie)).to).toBe('/sign-in?openid=refused');
    odd.be({});
    expect((await console.comeBack(back, cookie)).to).toBe(expired);
    const twice = await console.setOut();
    const both = odd.visited(twice.url);
    const answers = await Promise.all([console.comeBack(both, twice.cookie), console.comeBack(both, twice.cookie)]);
    expect(answers.map(({ to }) => to).sort()).toEqual(['/', expired]);
  });

  it('comes within five minutes', async () => {
    const { url, cookie } = await console.setOut();
    rig.pass(challengeLife - 1);
    expect((await console.comeBack(odd.visited(url), cookie)).to).toBe('/');
    const late = await console.setOut();
    rig.pass(challengeLife);
    expect((await console.comeBack(odd.visited(late.url), late.cookie)).to).toBe(expired);
  });

  it('leads to the start of the console and nowhere else, whatever the address asks for', async () => {
    const { url, cookie } = await console.setOut();
    const back = odd.visited(url);
    for (const name of ['redirect', 'redirect_uri', 'to', 'next', 'return_to', 'Location']) {
      back.searchParams.set(name, 'https://evil.test/');
    }
    expect((await console.comeBack(back, cookie)).to).toBe('/');
    const broken = await console.setOut();
    const failed = new URL(odd.visited(broken.url));
    failed.searchParams.set('error', 'https://evil.test/"><script>');
    const { to, answer } = await console.comeBack(failed, broken.cookie);
    expect(to).toBe('/sign-in?openid=denied');
    expect(answer.headers.get('Content-Security-Policy') ?? '').not.toContain('evil');
  });

  it('says who vouches, where the provider says that it does (RFC 9207)', async () => {
    const supports = { metadata: { authorization_response_iss_parameter_supported: true } };
    odd.be(supports);
    const at = openIdRig(rig, odd);
    const cases: [string | undefined, string][] = [
      [odd.issuer, '/'],
      [undefined, '/sign-in?openid=refused'],
      ['https://other.example', '/sign-in?openid=refused'],
    ];
    for (const [iss, expected] of cases) {
      const { url, cookie } = await at.setOut();
      const back = odd.visited(url);
      if (iss !== undefined) back.searchParams.set('iss', iss);
      expect((await at.comeBack(back, cookie)).to).toBe(expected);
    }
  });
});

/** Tokens that an honest provider would not have made for this client, person, way and time. */
const tokens: Record<string, Oddness> = {
  'for another client': { claims: { aud: 'another-client' } },
  'for several clients, of which another one asked for it': { claims: { aud: [clientId, 'other'], azp: 'other' } },
  'by another provider': { claims: { iss: 'https://other.example' } },
  'that has ended': { claims: { exp: Math.floor(Date.now() / 1000) - 3600 } },
  'that never ends': { claims: { exp: undefined } },
  'that is not valid yet': { claims: { nbf: Math.floor(Date.now() / 1000) + 3600 } },
  'of another way': { claims: { nonce: 'another' } },
  'of no way': { claims: { nonce: undefined } },
  'of nobody': { claims: { sub: undefined } },
  'of somebody with an endless name': { claims: { sub: 'x'.repeat(256) } },
  'of somebody whose name is no text': { claims: { sub: 'x\ud800' } },
  'without a signature': { signed: 'none' },
  'with a signature by another key': { signed: 'stranger' },
  'with a signature by the secret of the client': { signed: 'secret' },
};

describe('an ID token', () => {
  it.each(Object.entries(tokens))('%s lets nobody in', async (_, oddness) => {
    odd.be(oddness);
    const { to, cookie } = await enter(console);
    expect({ to, cookie }).toEqual({ to: '/sign-in?openid=refused', cookie: '' });
    // All but the one oddity was as it should be.
    odd.be({});
    expect((await enter(console)).to).toBe('/');
  });

  it('would let in whoever it names if nobody checked it', async () => {
    const honest = providerAt(odd, rig.clock);
    const credulous = openIdRig(rig, odd, {
      openId: {
        ...honest,
        redeem: async () => {
          const answer = await odd.token();
          const { iss = '', sub = '' } = decodeJwt(answer);
          return { issuer: odd.issuer, subject: sub, name: iss, authenticatedAt: undefined };
        },
      },
    });
    for (const [name, oddness] of Object.entries(tokens)) {
      const { sub } = { sub: 'odd', ...oddness.claims };
      if (sub !== 'odd') continue;
      odd.be(oddness);
      expect((await enter(credulous)).to, name).toBe('/');
    }
  });
});

it('does not go where the metadata of another provider leads', async () => {
  const cases: Record<string, unknown>[] = [
    { issuer: 'https://other.example' },
    { authorization_endpoint: 'http://localhost/authorize' },
    { authorization_endpoint: 'javascript:alert(1)' },
  ];
  for (const metadata of cases) {
    odd.be({ metadata });
    const { answer } = await openIdRig(rig, odd).setOut();
    expect(answer).toMatchObject({ status: 503, body: { type: 'identity-provider-unreachable' } });
  }
  for (const metadata of [{ token_endpoint: 'https://10.0.0.1/token' }, { jwks_uri: 'http://169.254.169.254/' }]) {
    odd.be({ metadata });
    const { to } = await enter(openIdRig(rig, odd));
    expect(to).toMatch(/openid=(refused|unreachable)$/);
  }
});

it('sends nobody who signs out to an address without TLS, or of another kind, and to none that there is not', async () => {
  for (const [end, expected] of [
    [undefined, null],
    ['http://localhost/end', null],
    ['javascript:alert(1)', null],
    [`${odd.issuer}/end`, `${odd.issuer}/end?client_id=${clientId}`],
  ] as const) {
    odd.be({ metadata: { end_session_endpoint: end } });
    const at = openIdRig(rig, odd);
    const { cookie } = await enter(at);
    const { status, body } = await at.call('DELETE', '/session', { cookie });
    expect({ status, url: body.provider?.url ?? null }).toEqual({ status: 200, url: expected });
  }
});

it('reads no endless answer', async () => {
  const long = { status: 200, body: JSON.stringify({ access_token: 'x'.repeat(600_000) }) };
  odd.be({ answer: long });
  expect((await enter(console)).to).toBe('/sign-in?openid=unreachable');
});

it('begins for the own pages of the console alone', async () => {
  for (const headers of [{ 'Tessera-Console': undefined }, { Origin: 'https://evil.test' }, { Origin: undefined }]) {
    const { answer } = await console.setOut({}, { headers });
    expect(answer).toMatchObject({ status: 403, body: { type: 'foreign-page' } });
    expect(answer.headers.get('Set-Cookie')).toBeNull();
  }
});

it('ends a session that is used from another network, as one of a passkey', async () => {
  const { cookie } = await enter(console);
  expect((await console.call('GET', '/session', { cookie, address: '203.0.113.66' })).status).toBe(401);
  expect((await who(console, cookie)).status).toBe(401);
});

it('does not make the session of an attacker that of who signs in', async () => {
  const planted = await enter(console);
  const { url, cookie } = await console.setOut({}, { cookie: planted.cookie });
  const victim = await console.comeBack(odd.visited(url), `${cookie}; ${planted.cookie}`);
  expect(victim.to).toBe('/');
  expect(victim.cookie).not.toBe(planted.cookie);
  expect((await who(console, planted.cookie)).status).toBe(401);
});

it('believes no account that somebody wrote into the database', async () => {
  const attacker = await console.operator('viewer');
  const id = Buffer.from(attacker.operator.id.replaceAll('-', ''), 'hex');
  const before = await rig.store.rows<{ operator_id: Uint8Array }>(
    "select operator_id from operator_identities where subject = 'odd'",
  );
  const write = (operator: Uint8Array) =>
    rig.store.commit([
      { sql: "update operator_identities set operator_id = ? where subject = 'odd'", parameters: [operator] },
    ]);
  await write(id);
  expect((await enter(console)).to).toBe('/sign-in?openid=unknown');
  await write(before[0]?.operator_id ?? id);
  expect((await enter(console)).to).toBe('/');
});

it('lets somebody in again whose name at the provider is longer than the one that is kept', async () => {
  for (const [place, email] of [
    `${'x'.repeat(99)}😀@company.example`,
    `${'é'.repeat(99)}\u{E0100}x`,
    '😀'.repeat(60),
  ].entries()) {
    odd.be({ claims: { sub: `long ${place}`, email } });
    const { secret } = await console.invite('viewer', rig.acme.tenantId);
    expect((await enter(console, { link: secret })).to).toBe('/');
    const { to, cookie } = await enter(console);
    expect(to).toBe('/');
    const { body } = await console.call('GET', '/session/identities', { cookie });
    expect(body.data).toHaveLength(1);
    expect(email.startsWith(body.data[0].name)).toBe(true);
    expect(body.data[0].name.length).toBeGreaterThan(90);
  }
});

it('puts no code, token, state, verifier or secret into the log', async () => {
  const { url, cookie } = await console.setOut();
  const back = odd.visited(url);
  odd.be({ signed: 'stranger' });
  await console.comeBack(back, cookie);
  odd.be({
    answer: {
      status: 400,
      body: JSON.stringify({ error: 'invalid_grant', error_description: 'a-code-of-the-provider' }),
    },
  });
  await enter(console);
  odd.be({});
  await enter(console);
  const lines = [...console.lines, ...rig.lines].join('');
  expect(lines).toContain('a sign-in was refused');
  const { searchParams: sent } = new URL(url);
  const secrets = [sent.get('state'), sent.get('nonce'), sent.get('code_challenge'), cookie.split('=')[1]];
  for (const secret of [...secrets, 'a-code-of-the-provider', clientSecret, 'an access token', 'eyJ']) {
    expect(lines).not.toContain(secret ?? 'none');
  }
  expect(own).not.toBe('');
});
