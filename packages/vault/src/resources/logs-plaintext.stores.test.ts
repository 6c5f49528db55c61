import { afterAll, beforeAll, expect, it } from 'vitest';
import { masked } from '../audit/audit.ts';
import { consoleOf } from '../console/testing/console-rig.ts';
import { aFrame, revealFiles, revealing } from '../console/testing/revealing.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig({ files: revealFiles });
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

it('logs tell what an operator saw masked from what was shown in plaintext, whatever the reason says', async () => {
  const console = consoleOf(rig);
  const who = await console.operator('administrator', rig.acme.tenantId);
  const card = { type: 'card', data: { number: '4242424242424242' } };
  const { id } = (await rig.send('POST', '/tokens', { key: low, body: card })).body;
  const newest = async () => {
    const { body } = await console.call('GET', `/api/logs?entity_id=${id}&size=1`, { cookie: who.cookie });
    const { actor_type, message, reason } = body.data[0];
    return { actor_type, message, reason };
  };
  expect((await console.call('GET', `/api/tokens/${id}`, { cookie: who.cookie })).text).toContain('XXXXXXXXXXXX4242');
  expect(await newest()).toEqual({ actor_type: 'user', message: 'Card retrieved masked', reason: undefined });

  rig.pass(1000);
  const at = revealing(rig, console, who);
  const frame = aFrame();
  expect((await at.ask(id, masked)).status).toBe(400);
  const asked = await at.ask(id, 'masked');
  expect((await at.confirm(asked.body.id, frame)).status).toBe(201);
  expect((await at.fetch(asked.body.id, frame)).text).toContain('4242424242424242');
  expect(await newest()).toEqual({
    actor_type: 'user',
    message: 'Card shown to an operator in plaintext',
    reason: 'masked',
  });
});
