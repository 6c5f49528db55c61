import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noMetrics } from '../metrics/metrics.ts';
import { revealGuards, serveReveals } from '../reveals/serve-reveals.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { activeTokens } from '../usage/active-tokens.ts';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { aFrame, type Frame, revealFiles, revealing } from './testing/revealing.ts';

const number = '4242424242424242';
const reason = 'Refund of order 7';

let rig: Rig;
let console: ConsoleRig;
let token: string;
let other: string;

const tokenOf = async (owner: Rig['acme'], data: object): Promise<string> => {
  const key = await rig.application('server_to_server', allTokens(), owner);
  return (await rig.send('POST', '/tokens', { key, body: { type: 'card', data } })).body.id;
};

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles(), files: revealFiles });
  console = consoleOf(rig);
  token = await tokenOf(rig.acme, { number, expiration_month: 12, expiration_year: 2030 });
  other = await tokenOf(rig.acme, { number: '5555555555554444', expiration_month: 12, expiration_year: 2030 });
});
afterAll(async () => {
  await rig.close();
});

const administrator = (at = console) => at.operator('administrator', rig.acme.tenantId);

/** The console as it is, and with one guard taken away. */
const both = (guards: ConsoleOptions['guards']) => [
  { at: console, passes: false },
  { at: consoleOf(rig, { guards }), passes: true },
];

const refused = { status: 403, body: { type: 'touch-refused' } };

describe('a touch of the passkey', () => {
  // Authenticators that are synced between devices do not count, so a count does not give the second use away.
  const uncounted = { counter: 0 };

  it('counts once', async () => {
    for (const { at, passes } of both({ once: () => [] })) {
      const who = await administrator(at);
      const page = revealing(rig, at, who);
      const frame = aFrame();
      const first = await page.ask(token, reason);
      const signed = who.browser.sign((await page.options(first.body.id, frame)).body, uncounted);
      expect((await page.create(first.body.id, frame, signed)).status).toBe(201);
      expect((await page.fetch(first.body.id, frame)).status).toBe(200);
      const second = await page.ask(token, reason);
      const replayed = await page.create(second.body.id, frame, signed);
      expect(replayed.status, replayed.text).toBe(passes ? 201 : 403);
      expect((await page.fetch(second.body.id, frame)).status).toBe(passes ? 200 : 404);
    }
  });

  const elsewhere: [string, (frame: Frame) => { of: () => string; why: string; in: Frame }][] = [
    ['another token', (frame) => ({ of: () => other, why: reason, in: frame })],
    ['another reason', (frame) => ({ of: () => token, why: 'Something else', in: frame })],
    ['another frame', () => ({ of: () => token, why: reason, in: aFrame() })],
  ];
  it.each(elsewhere)('counts for nothing with %s', async (_, change) => {
    for (const { at, passes } of both({ touchFor: () => ['touch'] })) {
      const who = await administrator(at);
      const page = revealing(rig, at, who);
      const frame = aFrame();
      const asked = await page.ask(token, reason);
      const signed = who.browser.sign((await page.options(asked.body.id, frame)).body);
      const { of, why, in: shownIn } = change(frame);
      const next = await page.ask(of(), why);
      const answer = await page.create(next.body.id, shownIn, signed);
      if (passes) expect(answer.status).toBe(201);
      else expect(answer).toMatchObject(refused);
      expect((await page.fetch(next.body.id, shownIn)).status).toBe(passes ? 200 : 404);
    }
  });

  it('counts for a minute', async () => {
    for (const { at, passes } of both({ touchLife: 10 * 60_000 })) {
      const who = await administrator(at);
      const page = revealing(rig, at, who);
      const frame = aFrame();
      const { body } = await page.ask(token, reason);
      const signed = who.browser.sign((await page.options(body.id, frame)).body);
      rig.pass(60_000);
      expect((await page.create(body.id, frame, signed)).status).toBe(passes ? 201 : 403);
    }
  });

  it('is by an own passkey, checks the person, and is for this origin', async () => {
    const who = await administrator();
    const stranger = await administrator();
    const page = revealing(rig, console, who);
    const frame = aFrame();
    const { body } = await page.ask(token, reason);
    const options = (await page.options(body.id, frame)).body;
    const tries = [
      stranger.browser.sign(options),
      who.browser.sign(options, { unchecked: true }),
      who.browser.sign(options, { origin: 'https://evil.test' }),
      who.browser.sign(options, { type: 'webauthn.create' }),
      who.browser.sign(options, { forged: true }),
      { ...who.browser.sign(options), rawId: 'AAAA', id: 'AAAA' },
    ];
    for (const signed of tries) expect(await page.create(body.id, frame, signed)).toMatchObject(refused);
    // The touch that somebody signs in with is none of these.
    const entry = who.browser.sign((await console.call('POST', '/session/options')).body);
    expect(await page.create(body.id, frame, entry)).toMatchObject(refused);
    expect((await page.fetch(body.id, frame)).status).toBe(404);
  });
});

describe('whoever may not', () => {
  it('is refused by the role, at each step', async () => {
    for (const { at, passes } of both({ hasAction: () => true })) {
      const who = await at.operator('support', rig.acme.tenantId);
      const answer = await revealing(rig, at, who).ask(token, reason);
      expect(answer.status).toBe(passes ? 201 : 403);
    }
    const who = await console.operator('auditor', rig.acme.tenantId);
    const page = revealing(rig, console, who);
    const owner = revealing(rig, console, await administrator());
    const { body } = await owner.ask(token, reason);
    for (const answer of [await page.options(body.id, aFrame()), await page.create(body.id, aFrame(), {})]) {
      expect(answer).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    }
  });

  it('sees nothing of another tenant', async () => {
    const foreign = await rig.tenant('Other');
    const theirs = await tokenOf(foreign, { number, expiration_month: 12, expiration_year: 2030 });
    for (const { at, passes } of both({ inScope: () => true })) {
      const who = await administrator(at);
      const there = { headers: { 'Tessera-Tenant': foreign.tenantId } };
      expect((await revealing(rig, at, who).ask(theirs, reason)).status).toBe(404);
      expect((await revealing(rig, at, who, there).ask(theirs, reason)).status).toBe(passes ? 201 : 403);
    }
  });

  it('cannot go on with what another session has asked for', async () => {
    for (const { at, passes } of both({ ownSession: () => true })) {
      const who = await administrator(at);
      const { body } = await revealing(rig, at, who).ask(token, reason);
      const frame = aFrame();
      const answer = await revealing(rig, at, await administrator(at)).confirm(body.id, frame);
      expect(answer.status, answer.text).toBe(passes ? 201 : 404);
    }
  });
});

describe('the value', () => {
  it('is for the frame alone: knowing all that its page knows does not fetch it', async () => {
    const careless = serveReveals(
      { ...rig, active: activeTokens({ ...rig, shard: 0 }), metrics: noMetrics, script: undefined },
      { ...revealGuards, ownFrame: () => true },
    );
    const page = revealing(rig, console, await administrator());
    const frame = aFrame();
    const { body } = await page.ask(token, reason);
    await page.confirm(body.id, frame);
    for (const key of [frame.nonce, aFrame().key, '', 'x', undefined, null, { a: 1 }]) {
      const answer = await rig.send('POST', `/reveals/${body.id}`, { body: { key } });
      expect([answer.status, answer.text.includes(number)]).toEqual([404, false]);
    }
    const request = new Request(`https://vault.test/reveals/${body.id}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key: frame.nonce }),
    });
    expect((await careless({ request, address: '192.0.2.1', trace: 'trace' }, `/reveals/${body.id}`)).body).toContain(
      number,
    );
  });

  it('is not shown for rows that somebody wrote into the database', async () => {
    const page = revealing(rig, console, await administrator());
    const frame = aFrame();
    const { body } = await page.ask(token, reason);
    const forge = (sql: string, ...parameters: (string | number)[]) => rig.store.commit([{ sql, parameters }]);
    // As a confirmation would.
    await forge('update operator_reveals set nonce = ?, expires_at = expires_at + 1', frame.nonce);
    expect((await page.fetch(body.id, frame)).status).toBe(404);
    const next = await page.ask(token, reason);
    await page.confirm(next.body.id, frame);
    await forge('update operator_reveals set expires_at = expires_at + 60000');
    rig.pass(31_000);
    expect((await page.fetch(next.body.id, frame)).status).toBe(404);
  });

  it('is nowhere for other methods, paths and pages', async () => {
    for (const [method, path] of [
      ['GET', '/reveals/'],
      ['GET', '/reveals/x'],
      ['GET', '/reveals/00000000-0000-7000-8000-000000000000'],
      ['POST', '/reveals/x'],
      ['DELETE', '/reveals/x'],
      ['OPTIONS', '/reveals/x'],
    ] as const) {
      const answer = await rig.send(method, path, method === 'POST' ? { body: { key: aFrame().key } } : {});
      expect([404, 405]).toContain(answer.status);
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });
});

it('reads no more of what anybody may send than a frame does', async () => {
  const page = revealing(rig, console, await administrator());
  const { id } = (await page.ask(token, reason)).body;
  const frame = aFrame();
  await page.confirm(id, frame);
  const tooLarge = { status: 413, body: { type: 'body-too-large' } };
  const padded = { key: frame.key, list: Array.from({ length: 60_000 }, () => 1) };
  for (const asked of [id, 'none']) {
    expect(await rig.send('POST', `/reveals/${asked}`, { body: padded })).toMatchObject(tooLarge);
  }
  expect((await page.fetch(id, frame)).status).toBe(200);
});
