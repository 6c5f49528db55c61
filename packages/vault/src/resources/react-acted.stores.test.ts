import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
let manager: string;

beforeAll(async () => {
  rig = await startRig({ sandbox: createSandbox({ limits: { processor: 300, processes: 1, spare: 0 } }) });
  key = await rig.application('server_to_server', ['token:general:use:reactor']);
  manager = await rig.application('management', ['reactor:create']);
}, 60_000);
afterAll(() => rig.close());

const sdk = "const sdk = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');";

/** Calls of a reactor with one idempotency key. What its code writes to its console stands for a charge. */
const reactor = async (end: string) => {
  const code = `${sdk} module.exports = async () => { console.log('charged'); ${end} };`;
  const { body } = await rig.send('POST', '/reactors', { key: manager, body: { name: 'R', code } });
  const own = () => rig.lines.filter((line) => line.includes('reactor console') && line.includes(body.id));
  return {
    react: () =>
      rig.send('POST', `/reactors/${body.id}/react`, {
        key,
        body: { args: {} },
        headers: { 'BT-IDEMPOTENCY-KEY': body.id },
      }),
    charges: () => own().length,
  };
};

describe('a reaction that may have had its effects', { timeout: 60_000 }, () => {
  it.each([
    ['is not what a token can be made of', 'return { tokenize: { type: "card", data: { number: "1" } } };', 422],
    ['has metadata that are none', 'return { data: "a", metadata: { order: 7 } };', 422],
    ['has too many values', 'return { raw: Array(70_000).fill(0) };', 500],
  ])('does not run again where what it gave back %s', async (_, end, status) => {
    const { react, charges } = await reactor(end);
    expect((await react()).status).toBe(status);
    const again = await react();
    expect(charges()).toBe(1);
    expect([again.status, again.body.type]).toEqual([409, 'idempotency-answer-lost']);
  });

  it.each([
    ['computes on', 'for (;;);'],
    ['waits for nothing', 'await new Promise(() => {});'],
  ])('does not run again where it was stopped because it %s', async (_, end) => {
    const { react, charges } = await reactor(end);
    expect((await react()).status).toBe(500);
    const again = await react();
    expect([again.status, again.body.type, charges()]).toEqual([409, 'idempotency-answer-lost', 1]);
  });

  it('does not run again where the tenant may store no more', async () => {
    const tenant = Buffer.from(rig.acme.tenantId.replaceAll('-', ''), 'hex');
    const allow = (tokens: number | null) =>
      rig.store.commit([{ sql: 'update tenants set tokens_a_day = ? where id = ?', parameters: [tokens, tenant] }]);
    const { react, charges } = await reactor('return { tokenize: "a" };');
    await allow(1);
    rig.pass(1000);
    expect((await (await reactor('return { tokenize: "a" };')).react()).status).toBe(200);
    const full = await react();
    await allow(null);
    rig.pass(1000);
    const again = await react();
    expect([full.status, again.status, again.body.type, charges()]).toEqual([429, 409, 'idempotency-answer-lost', 1]);
  });

  it('does not run again where its code has answered a success, and does where it has answered an error', async () => {
    const own = (status: number) => `throw new sdk.CustomHttpResponseError({ status: ${status}, body: {} });`;
    const success = await reactor(own(201));
    expect([(await success.react()).status, (await success.react()).status, success.charges()]).toEqual([201, 409, 1]);
    const failure = await reactor(own(402));
    expect([(await failure.react()).status, (await failure.react()).status, failure.charges()]).toEqual([402, 402, 2]);
  });
});

describe('what a formula gives back to be stored', { timeout: 60_000 }, () => {
  it('is no fault of the request, and is said to be the formula’s where it cannot be stored', async () => {
    const { react } = await reactor('return { tokenize: { a: { type: "card", data: { number: "4242" } } } };');
    const { status, body, text } = await react();
    expect([status, body.type, Object.keys(body.errors)]).toEqual([422, 'reactor-result', ['a.data.number']]);
    expect(text).not.toContain('then send the request again');
  });
});
