import { expect, it } from 'vitest';
import { destination, number } from '../../packages/vault/src/proxy/testing/destination.ts';
import { codeBlock } from './markdown.ts';

const { rig, store, via } = destination();

it('the proxy of the guide keeps the card of a partner from the server', async () => {
  const block = JSON.parse(codeBlock('docs/proxy.md', 'json', 'Orders of a partner'));
  const proxy = await store({ ...block, destination_url: 'https://psp.example/partner' });
  const order = { order: 7, card: { number, expiration_month: 12, expiration_year: 2030 } };
  const { status, sent } = await via(proxy, 'POST', '', { body: order });
  expect([status, sent?.body.includes(number)]).toEqual([200, false]);
  const { card } = JSON.parse(sent?.body ?? '');
  const key = await rig().application('server_to_server', ['token:pci:read:high']);
  expect((await rig().send('GET', `/tokens/${card}`, { key })).body.data).toEqual(order.card);
});
