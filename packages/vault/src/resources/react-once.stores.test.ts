import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let both: Rig['send'][];
let key: string;
/** What sends it is not known to be safe to repeat: this stands for a charge. */
let charge: string;
let refused: string;

beforeAll(async () => {
  rig = await startRig({ sandbox: createSandbox({ limits: { processor: 2000, processes: 2, spare: 0 } }) });
  both = [rig.send, (await rig.another()).send];
  key = await rig.application('server_to_server', ['token:general:use:reactor']);
  const manager = await rig.application('management', ['reactor:create']);
  const reactor = async (code: string) => {
    const formula = { name: 'F', type: 'private', source_token_type: 'token', code };
    const { body } = await rig.send('POST', '/reactor-formulas', { key: manager, body: formula });
    const made = await rig.send('POST', '/reactors', {
      key: manager,
      body: { name: 'R', formula: { id: body.id }, configuration: {} },
    });
    return `/reactors/${made.body.id}/react`;
  };
  charge = await reactor("module.exports = () => { console.log('charged'); return { raw: 'charged' }; }");
  refused = await reactor(
    "module.exports = () => { console.log('charged'); throw Object.assign(new Error('declined'), { status: 402 }); }",
  );
}, 60_000);
afterAll(async () => {
  await rig.close();
});

const send = (once: string, by = rig.send, path = charge) =>
  by('POST', path, { key, body: { args: {} }, headers: { 'BT-IDEMPOTENCY-KEY': once } });
const uses = async () => (await rig.store.rows("select n from audit where operation = 'use'")).length;
const charges = () => rig.lines.filter((line) => line.includes('reactor console')).length;

describe('a reaction with an idempotency key', { timeout: 60_000 }, () => {
  it('runs once, whichever process gets it and however often', async () => {
    const before = charges();
    const usedBefore = await uses();
    const answers = await Promise.all([...both, ...both].map((by) => send('a-1', by)));
    // Those that come while it runs are refused; one that comes after its end gets the same answer.
    const given = answers.filter(({ status }) => status !== 409);
    expect(given.length).toBeGreaterThan(0);
    const again = await Promise.all(both.map((by) => send('a-1', by)));
    for (const { status, body } of [...given, ...again]) expect([status, body]).toEqual([200, { raw: 'charged' }]);
    expect(charges()).toBe(before + 1);
    // An answer that is given again is a use of what it shows.
    expect(await uses()).toBe(usedBefore + given.length + again.length);
  });

  it('does not run again when its answer was lost, and says what to do', async () => {
    await send('a-2');
    // As a process leaves it that ends between the charge and its answer.
    await rig.store.commit([{ sql: 'delete from idempotency', parameters: [] }]);
    const before = charges();
    for (const by of both) expect((await send('a-2', by)).body.type).toBe('idempotency-in-flight');
    rig.pass(120_000);
    for (const by of both) {
      const { status, body } = await send('a-2', by);
      expect([status, body.type, body.detail]).toEqual([
        409,
        'idempotency-answer-lost',
        expect.stringMatching(/new key/),
      ]);
    }
    expect(charges()).toBe(before);
    expect((await send('a-3')).status).toBe(200);
  });

  it('may be sent again after a failure, and after a day', async () => {
    const before = charges();
    for (const by of both) expect((await send('a-4', by, refused)).status).toBe(402);
    expect(charges()).toBe(before + 2);
    await send('a-5');
    const claims = () => rig.store.rows('select scope from idempotency_claims');
    rig.pass(24 * 60 * 60 * 1000 - 1);
    await rig.vault.tidy();
    expect(await claims()).not.toEqual([]);
    rig.pass(1);
    await rig.vault.tidy();
    expect(await claims()).toEqual([]);
    expect((await send('a-5')).status).toBe(200);
    expect(charges()).toBe(before + 4);
  });
});
