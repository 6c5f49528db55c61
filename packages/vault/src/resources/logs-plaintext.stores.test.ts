import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

it('logs tell who read a token in plaintext from who saw it masked, on every route that shows it', async () => {
  const card = { type: 'card', data: { number: '4242424242424242', expiration_month: 12 } };
  const { id } = (await rig.send('POST', '/tokens', { key: low, body: card })).body;
  const asks: [method: string, path: string, body?: unknown][] = [
    ['GET', `/tokens/${id}`],
    ['GET', `/tokens?id=${id}`],
    ['GET', `/v2/tokens?id=${id}`],
    ['GET', `/atomic/cards/${id}`],
    ['POST', '/tokens/search', { query: `id:${id}` }],
    ['POST', '/detokenize', { number: `{{ ${id} | json: '$.number' }}` }],
  ];
  for (const [key, shows, message] of [
    [low, 'XXXXXXXXXXXX4242', 'Card retrieved masked'],
    [high, '4242424242424242', 'Card retrieved'],
  ] as const) {
    for (const [method, path, body] of asks) {
      const answer = await rig.send(method, path, { key, body });
      expect([path, answer.text]).toEqual([path, expect.stringContaining(shows)]);
      const { data } = (await rig.send('GET', `/logs?entity_id=${id}&size=1`, { key: rig.acme.key })).body;
      expect([path, data[0]]).toEqual([path, expect.objectContaining({ operation: 'read', message })]);
      expect(data[0]).not.toHaveProperty('reason');
      rig.pass(1000);
    }
  }
});
