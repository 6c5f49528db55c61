import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', allTokens('low'));
});
afterAll(async () => {
  await rig.close();
});

it('a request that is refused stands in the log with the type of its problem, by which its trace id leads to docs/errors.md', async () => {
  const traced = async (method: string, path: string, more: object) => {
    const { headers, body } = await rig.send(method, path, more);
    const lines = rig.lines
      .filter((line) => line.includes(headers.get('BT-TRACE-ID') ?? '-'))
      .map((line) => JSON.parse(line));
    return [body?.type, lines.map(({ msg, problem }) => [msg, problem])];
  };
  expect(await traced('GET', '/tokens/none', { key: server })).toEqual(['not-found', [['request', 'not-found']]]);
  expect(await traced('GET', '/tokens', { key: 'key_unknown' })).toEqual([
    'unauthenticated',
    [['request', 'unauthenticated']],
  ]);
  expect(await traced('GET', '/logs', { key: server })).toEqual(['forbidden', [['request', 'forbidden']]]);
  expect(await traced('POST', '/tokens', { key: server, body: '{' })).toEqual([
    'malformed-request',
    [['request', 'malformed-request']],
  ]);
  expect(await traced('GET', '/permissions', { key: server })).toEqual([undefined, [['request', undefined]]]);
});
