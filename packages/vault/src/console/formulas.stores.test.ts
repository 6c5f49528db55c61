import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { consoleOf } from './testing/console-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig.close();
});

const definition = { name: 'Pay', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };

it('names the reactors of the tenant that run a formula, newest first, and none of their settings', async () => {
  const { call, operator } = consoleOf(rig);
  const { cookie } = await operator('developer', rig.acme.tenantId);
  const make = async (path: string, body: object) =>
    (await rig.send('POST', path, { key: rig.acme.key, body })).body.id;
  const formula = await make('/reactor-formulas', { ...definition, configuration: [{ name: 'KEY', type: 'string' }] });
  const uses = () => call('GET', `/console/formulas/${formula}/reactors`, { cookie });
  expect(await uses()).toMatchObject({ status: 200, body: { data: [], more: false } });
  const reactor = { formula: { id: formula }, configuration: { KEY: 'hush' } };
  const first = await make('/reactors', { ...reactor, name: 'First' });
  const second = await make('/reactors', { ...reactor, name: 'Second' });
  await make('/reactors', { name: 'Other', code: definition.code });
  expect((await uses()).body).toEqual({
    data: [
      { id: second, name: 'Second' },
      { id: first, name: 'First' },
    ],
    more: false,
  });
});

it('knows nothing of formulas of other tenants, and names reactors of an official one for its own tenant alone', async () => {
  const { call, operator } = consoleOf(rig);
  const { cookie } = await operator('developer', rig.acme.tenantId);
  const other = await rig.tenant('Other');
  const theirs = await rig.send('POST', '/reactor-formulas', { key: other.key, body: definition });
  expect((await call('GET', `/console/formulas/${theirs.body.id}/reactors`, { cookie })).status).toBe(404);
});
