import { describe, expect, it } from 'vitest';
import { card, destination, number } from './testing/destination.ts';

const { psp, rig, create, key, store, via } = destination();

const application = async (type: string, more: object): Promise<string> => {
  const wish = { name: 'Code', type, permissions: [], ...more };
  const { status, text, body } = await rig().send('POST', '/applications', { key: rig().acme.key, body: wish });
  if (status !== 201) throw new Error(text);
  return body.id;
};
const reveals = { rules: [{ container: '/', transform: 'reveal', permissions: ['token:read'] }] };
const code = (text: string) => [
  { type: 'code', code: `module.exports = async (req) => { const { bt } = req; ${text} };` },
];
const order = { order: '7', card: { number, expiration_month: 3, expiration_year: 2030 } };

describe('code of a transform that acts for an application', { timeout: 60_000 }, () => {
  it('tokenizes what a partner sends without a key, by a public application that can read nothing', async () => {
    const id = await application('public', { permissions: ['token:create'] });
    const proxy = await store({
      application: { id },
      require_auth: false,
      request_transforms: code(`const { id } = await bt.tokens.create({ type: 'card', data: req.args.body.card });
        const read = await bt.tokens.retrieve(id).catch(({ status }) => status);
        return { body: { ...req.args.body, card: id, read } };`),
    });
    expect(proxy).toMatchObject({ application_id: id });
    const { status, sent } = await via(proxy, 'POST', '', { body: order });
    expect([status, JSON.stringify(psp.seen).includes(number)]).toEqual([200, false]);
    const received = JSON.parse(sent?.body ?? '');
    expect(received).toMatchObject({ order: '7', read: 403 });
    const reader = await rig().application('server_to_server', ['token:pci:read:high']);
    const made = await rig().send('GET', `/tokens/${received.card}`, { key: reader });
    expect(made.body).toMatchObject({ data: order.card, created_by: id });
  });

  it('reads for an answer what its caller may not, and is named in the audit', async () => {
    const token = await create(card, { type: 'card' });
    const id = await application('private', reveals);
    const proxy = await store({
      application: { id },
      response_transforms: code(
        `const { data } = await bt.tokens.retrieve('${token}'); return { body: { last4: data.number.slice(-4) } };`,
      ),
    });
    const invoker = await rig().application('server_to_server', ['proxy:invoke']);
    const { body } = await via(proxy, 'POST', '', { key: invoker, body: {} });
    expect(body).toEqual({ last4: '4242' });
    const rows = await rig().store.rows<{ entity_type: string; operation: string }>(
      'select entity_type, operation from audit where actor_id = ? order by entity_type',
      [Buffer.from(id.replaceAll('-', ''), 'hex')],
    );
    expect(rows).toEqual([
      { entity_type: 'card', operation: 'read' },
      { entity_type: 'proxy', operation: 'use' },
    ]);
  });

  it('ends when its application is deleted: nothing is sent on, and nothing it had read is told', async () => {
    const token = await create(card, { type: 'card' });
    const id = await application('private', reveals);
    const proxy = await store({
      application: { id },
      request_transforms: code(`const { data } = await bt.tokens.retrieve('${token}'); return { body: data.number };`),
    });
    expect((await via(proxy, 'POST', '', { key: key(), body: {} })).sent?.body).toBe(number);
    await rig().send('DELETE', `/applications/${id}`, { key: rig().acme.key });
    const seen = psp.seen.length;
    const { status, text } = await via(proxy, 'POST', '', { key: key(), body: {} });
    expect([status, psp.seen.length, text.includes(number)]).toEqual([401, seen, false]);
  });

  it('is saved by those alone who could make a key of the application', async () => {
    const id = await application('private', reveals);
    const author = await rig().application('management', ['proxy:create', 'proxy:update']);
    const wish = { name: 'x', destination_url: 'https://psp.example', application: { id } };
    const send = (method: string, path: string, body: object, by: string) =>
      rig().send(method, path, { key: by, body });
    expect((await send('POST', '/proxies', wish, author)).status).toBe(403);
    const proxy = await store({ application: { id } });
    const patch = { request_transforms: code('return { body: 1 }') };
    expect((await send('PATCH', `/proxies/${proxy.id}`, patch, author)).status).toBe(403);
    expect((await send('PATCH', `/proxies/${proxy.id}`, { application: null }, author)).status).toBe(204);
    expect((await send('PATCH', `/proxies/${proxy.id}`, patch, author)).status).toBe(204);
    const unknown = { ...wish, application: { id: '00000000-0000-7000-8000-000000000000' } };
    const refused = await send('POST', '/proxies', unknown, rig().acme.key);
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, ['application.id']]);
  });
});
