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

it('logs tell of an answer that is given again whether it showed values, also where code has read them', async () => {
  const card = { type: 'card', data: { number: '4242424242424242' } };
  const again = { 'BT-IDEMPOTENCY-KEY': 'once' };
  const first = await rig.send('POST', '/tokens', { key: high, body: card, headers: again });
  const { id } = first.body;
  const newest = async () =>
    (await rig.send('GET', `/logs?entity_id=${id}&size=1`, { key: rig.acme.key })).body.data[0].message;
  expect(await newest()).toBe('Card created');
  rig.pass(1000);
  const second = await rig.send('POST', '/tokens', { key: high, body: card, headers: again });
  expect([second.text, second.text.includes('XXXXXXXXXXXX4242')]).toEqual([first.text, true]);
  expect(await newest()).toBe('Card retrieved masked');

  const reads = ['token:read'];
  for (const [transform, shows, message] of [
    ['mask', 'XXXXXXXXXXXX4242', 'Card retrieved masked'],
    ['reveal', '4242424242424242', 'Card retrieved'],
  ] as const) {
    const rules = [{ container: '/', transform, permissions: reads }];
    const application = { name: 'For code', type: 'private', rules };
    const made = await rig.send('POST', '/applications', { key: rig.acme.key, body: application });
    const code = `module.exports = async ({ bt, args }) => ({ raw: (await bt.tokens.retrieve(args.id)).data });`;
    const body = { name: 'Reader', code, configuration: {}, application: { id: made.body.id } };
    const reactor = await rig.send('POST', '/reactors', { key: rig.acme.key, body });
    expect([reactor.status, reactor.text]).toEqual([201, expect.any(String)]);
    const invoker = await rig.application('server_to_server', ['token:pci:use:reactor', ...allTokens('high')]);
    const ask = { key: invoker, body: { args: { id } }, headers: { 'BT-IDEMPOTENCY-KEY': transform } };
    for (let time = 0; time < 2; time++) {
      rig.pass(1000);
      const answer = await rig.send('POST', `/reactors/${reactor.body.id}/react`, ask);
      expect(answer.text).toContain(shows);
      expect([transform, time, await newest()]).toEqual([transform, time, message]);
    }
  }
}, 60_000);

it('logs tell of a search that found what it looked for, also where the page that it asked for shows nothing', async () => {
  const indexes = { search_indexes: ['{{ data }}'] };
  const body = { type: 'token', data: 'a secret word', ...indexes };
  const { id } = (await rig.send('POST', '/tokens', { key: high, body })).body;
  const search = async (query: string) => {
    rig.pass(1000);
    const { body } = await rig.send('POST', '/tokens/search', { key: high, body: { query, page: 2 } });
    expect(body.data).toEqual([]);
    const { data } = (await rig.send('GET', `/logs?entity_id=${id}`, { key: rig.acme.key })).body;
    return [body.pagination.total_items, ...data.map(({ message }: { message: string }) => message)];
  };
  expect(await search('data:"another word"')).toEqual([0, 'Token created']);
  expect(await search('data:"a secret word"')).toEqual([1, 'Token retrieved', 'Token created']);
});

it('logs tell of a key that was told again with an answer', async () => {
  const ask = {
    key: rig.acme.key,
    headers: { 'BT-IDEMPOTENCY-KEY': 'key-again' },
    body: { name: 'x', type: 'public' },
  };
  const first = await rig.send('POST', '/applications', ask);
  rig.pass(1000);
  const again = await rig.send('POST', '/applications', ask);
  expect([again.body.key, again.body.key]).toEqual([first.body.key, expect.stringContaining('key_')]);
  const { data } = (await rig.send('GET', `/logs?entity_id=${first.body.id}`, { key: rig.acme.key })).body;
  expect(data).toMatchObject([{ message: 'Application retrieved' }, { message: 'Application created' }]);
});
