import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idleLife, sessionLife } from '../operators/operator-sessions.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { valueForms } from '../testing/value-forms.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';
import { aFrame, type Frame, revealFiles, revealing } from './testing/revealing.ts';

const number = '6011000990139424';
const reason = 'Dispute 4711 of the customer';

let rig: Rig;
let console: ConsoleRig;
let server: string;

beforeAll(async () => {
  rig = await startRig({ files: revealFiles });
  console = consoleOf(rig);
  server = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const makeCard = async (): Promise<string> => {
  const data = { number, expiration_month: 12, expiration_year: 2030, cvc: '8315' };
  const { body } = await rig.send('POST', '/tokens', { key: server, body: { type: 'card', data } });
  return body.id;
};

const administrator = () => console.operator('administrator', rig.acme.tenantId);

describe('showing a value', () => {
  it('takes a reason and a touch, gives it to the frame once, and leaves who and why in the sealed log', async () => {
    const token = await makeCard();
    const who = await administrator();
    const at = revealing(rig, console, who);
    const frame = aFrame();
    const asked = await at.ask(token, reason);
    expect(asked).toMatchObject({ status: 201, body: { frame: `https://vault.test/reveals/${asked.body.id}` } });

    const document = await rig.send('GET', `/reveals/${asked.body.id}`);
    expect(document.status).toBe(200);
    const policy = document.headers.get('content-security-policy') ?? '';
    const digest = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${digest(revealFiles.reveal)}`,
      `style-src ${digest(/<style>(.*)<\/style>/s.exec(document.text)?.[1])}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${consoleOrigin}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(Object.fromEntries(document.headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(document.text).toContain(`<script data-page="${consoleOrigin}">${revealFiles.reveal}</script>`);
    // Before the touch there is nothing to fetch.
    expect((await at.fetch(asked.body.id, frame)).status).toBe(404);
    // Neither the session nor what was asked for is tidied away meanwhile.
    await rig.vault.tidy();

    const confirmed = await at.confirm(asked.body.id, frame);
    expect(confirmed.status, confirmed.text).toBe(201);
    expect(confirmed.text).not.toContain(number);
    // The document is for the frame that is there already.
    expect((await rig.send('GET', `/reveals/${asked.body.id}`)).status).toBe(404);

    const shown = await at.fetch(asked.body.id, frame);
    expect(shown).toMatchObject({
      status: 200,
      body: { type: 'card', data: { number, expiration_month: 12, expiration_year: 2030 } },
    });
    expect(shown.text).not.toContain('"8315"');
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(shown.headers.get('access-control-allow-origin')).toBeNull();
    expect((await at.fetch(asked.body.id, frame)).status).toBe(404);

    await rig.vault.tidy();
    const { body } = await rig.send('GET', `/logs?entity_id=${token}`, { key: rig.acme.key });
    expect(body.data[0]).toMatchObject({
      ...{ actor_type: 'user', actor_id: who.operator.id, entity_type: 'card', operation: 'read', reason },
      message: 'Card shown to an operator in plaintext',
    });
    expect(body.data[1]).not.toHaveProperty('reason');
  });

  it('leaves the value nowhere but in the answer to the frame', async () => {
    const token = await makeCard();
    const at = revealing(rig, console, await administrator());
    const frame = aFrame();
    const { body } = await at.ask(token, reason);
    const answers = [
      await rig.send('GET', `/reveals/${body.id}`),
      await at.options(body.id, frame),
      await at.confirm(body.id, frame),
    ];
    expect((await at.fetch(body.id, frame)).text).toContain(number);
    const everything = Buffer.from([...answers.map(({ text }) => text), ...console.lines, ...rig.lines].join('\n'));
    for (const form of valueForms(number)) expect(everything.includes(form), String(form)).toBe(false);
    const rows = await rig.store.rows('select reason from audit where reason is not null');
    expect(JSON.stringify(rows)).not.toContain(number);
  });

  it('shows data of every shape', async () => {
    const at = revealing(rig, console, await administrator());
    for (const data of ['text', 42, true, { a: [1, { b: null }] }, ['x']]) {
      const made = await rig.send('POST', '/tokens', { key: server, body: { type: 'token', data } });
      const frame = aFrame();
      const { body } = await at.ask(made.body.id, reason);
      await at.confirm(body.id, frame);
      expect((await at.fetch(body.id, frame)).body).toEqual({ type: 'token', data });
    }
  });

  it('refuses reasons that say nothing or hold a number', async () => {
    const token = await makeCard();
    const at = revealing(rig, console, await administrator());
    for (const bad of ['', '   x   ', number, `card 6011 0009 9013 9424`, 'x'.repeat(301)]) {
      expect(await at.ask(token, bad)).toMatchObject({
        status: 400,
        body: { errors: { reason: [expect.any(String)] } },
      });
    }
    expect((await at.ask('no-such-token', reason)).status).toBe(404);
  });

  it('ends in time: two minutes to touch, 30 seconds to fetch', async () => {
    const token = await makeCard();
    const at = revealing(rig, console, await administrator());
    const late = await at.ask(token, reason);
    rig.pass(120_000);
    expect((await rig.send('GET', `/reveals/${late.body.id}`)).status).toBe(404);
    expect((await at.confirm(late.body.id, aFrame())).status).toBe(404);
    const frame: Frame = aFrame();
    const { body } = await at.ask(token, reason);
    await at.confirm(body.id, frame);
    rig.pass(30_000);
    expect((await at.fetch(body.id, frame)).status).toBe(404);
  });

  it('ends with the session, with the operator, and with the next one that is asked for', async () => {
    const token = await makeCard();
    const who = await administrator();
    const at = revealing(rig, console, who);
    const [first, second] = [aFrame(), aFrame()];
    const one = await at.ask(token, reason);
    await at.confirm(one.body.id, first);
    const two = await at.ask(token, reason);
    expect((await at.fetch(one.body.id, first)).status).toBe(404);
    await at.confirm(two.body.id, second);
    await console.call('DELETE', '/session', { cookie: who.cookie });
    expect((await at.fetch(two.body.id, second)).status).toBe(404);
    expect(await rig.store.rows('select id from operator_reveals where session_id is null')).toEqual([]);
  });

  it('ends when the session does, even between the touch and the fetch', async () => {
    const token = await makeCard();
    const who = await administrator();
    const at = revealing(rig, console, who);
    const step = idleLife - 60_000;
    const last = 10_000;
    let left = sessionLife;
    for (; left > step + last; left -= step) {
      rig.pass(step);
      expect((await console.call('GET', '/session', { cookie: who.cookie })).status).toBe(200);
    }
    rig.pass(left - last);
    const frame = aFrame();
    const { body } = await at.ask(token, reason);
    expect((await at.confirm(body.id, frame)).status).toBe(201);
    rig.pass(last);
    const shown = await at.fetch(body.id, frame);
    expect([shown.status, shown.text.includes(number)]).toEqual([404, false]);
  });

  it('is not offered where the console does not know the vault', async () => {
    const alone = consoleOf(rig, { vaultOrigin: undefined });
    const who = await alone.operator('administrator', rig.acme.tenantId);
    const answer = await revealing(rig, alone, who).ask(await makeCard(), reason);
    expect(answer).toMatchObject({ status: 501, body: { detail: expect.stringContaining('--public-url') } });
  });
});

it('keeps the reason under the seal of the audit log', async () => {
  const token = await makeCard();
  const at = revealing(rig, console, await administrator());
  const frame = aFrame();
  const { body } = await at.ask(token, reason);
  await at.confirm(body.id, frame);
  await at.fetch(body.id, frame);
  await rig.vault.tidy();
  const { verifyAudit } = await import('../audit-verify/verify.ts');
  const find = async () => {
    const kinds: string[] = [];
    const report = async ({ kind }: { kind: string }) => void kinds.push(kind);
    const { store, keyring, clock } = rig;
    await verifyAudit({ store, keyring, clock, only: rig.acme.tenantId, report, progress: () => undefined });
    return kinds;
  };
  expect(await find()).toEqual([]);
  const edit = (to: string, from: string) =>
    rig.store.commit([{ sql: 'update audit set reason = ? where reason = ?', parameters: [to, from] }]);
  await edit('Nothing special', reason);
  expect(await find()).toContain('row-changed');
  await edit(reason, 'Nothing special');
  expect(await find()).toEqual([]);
});
