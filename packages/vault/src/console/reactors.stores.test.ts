import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { consoleOf } from './testing/console-rig.ts';

const secret = '4242424242424242';

let rig: Rig;
let key: string;
let cookie: string;
let failures: (id: string) => ReturnType<ReturnType<typeof consoleOf>['call']>;
beforeAll(async () => {
  rig = await startRig({ sandbox: createSandbox({ limits: { processes: 2, spare: 0 } }) });
  key = await rig.application('server_to_server', ['token:general:create', 'token:general:use:reactor']);
  const { call, operator } = consoleOf(rig);
  ({ cookie } = await operator('developer', rig.acme.tenantId));
  failures = (id) => call('GET', `/console/reactors/${id}/failures`, { cookie });
}, 60_000);
afterAll(async () => {
  await rig.close();
});

const reactor = async (code: string): Promise<string> =>
  (await rig.send('POST', '/reactors', { key: rig.acme.key, body: { name: 'Pay', code } })).body.id;
const react = (id: string, args: object, trace = 'call-1') =>
  rig.send('POST', `/reactors/${id}/react`, { key, body: { args }, headers: { 'BT-TRACE-ID': trace } });

it('tells when and where a reactor failed last, and nothing of what it was given or said', {
  timeout: 60_000,
}, async () => {
  const id = await reactor(`module.exports = async ({ args }) => {
    if (args.answer) throw new (require('@basis-theory/basis-theory-reactor-formulas-sdk-js').CustomHttpResponseError)({ status: 402, body: {} });
    if (args.fail) throw new TypeError(args.fail);
    return { raw: 1 };
  };`);
  expect(await failures(id)).toMatchObject({ status: 200, body: { data: [] } });
  expect((await react(id, {})).status).toBe(200);
  expect((await react(id, { answer: true })).status).toBe(402);
  expect((await failures(id)).body).toEqual({ data: [] });
  rig.pass(1000);
  expect((await react(id, { fail: secret })).status).toBe(500);
  const { body, text } = await failures(id);
  expect(body.data).toEqual([
    {
      ...{ failed_at: '2022-01-01T00:00:01+00:00', status: 500, type: 'reactor-failed', trace_id: 'call-1' },
      detail: expect.stringMatching(/^The formula threw a TypeError that it did not catch at line 3, column \d+\.$/),
    },
  ]);
  expect(text).not.toContain(secret);
});

it('keeps the newest twenty, and none of a reactor that was deleted', { timeout: 60_000 }, async () => {
  const id = await reactor('module.exports = () => { throw new Error(); }');
  for (let count = 1; count <= 22; count += 1) await react(id, {}, `call-${count}`);
  const { body } = await failures(id);
  const traces = body.data.map((each: { trace_id: string }) => each.trace_id);
  expect(traces).toEqual(Array.from({ length: 20 }, (_, index) => `call-${22 - index}`));
  await rig.send('DELETE', `/reactors/${id}`, { key: rig.acme.key });
  expect((await failures(id)).status).toBe(404);
  const rows = await rig.store.rows<{ n: number }>('select count(*) as n from reactor_failures where trace = ?', [
    'call-22',
  ]);
  expect(Number(rows[0]?.n)).toBe(0);
});

it('tells nothing of reactors of another tenant', async () => {
  const other = await rig.tenant('Other');
  const { body } = await rig.send('POST', '/reactors', {
    key: other.key,
    body: { name: 'Theirs', code: 'module.exports = () => { throw new Error(); }' },
  });
  expect((await failures(body.id)).status).toBe(404);
});
