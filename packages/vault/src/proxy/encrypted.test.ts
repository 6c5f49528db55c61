import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOfPem, sealJwe } from '../tokens/encrypted/testing/jwe.ts';
import { card, destination, number } from './testing/destination.ts';

const { psp, rig, key, store, through, via } = destination();

let kid: string;
let publicKey: Uint8Array;
let invoker: string;
beforeAll(async () => {
  const { body } = await rig().send('POST', '/keys', { key: rig().acme.key, body: {} });
  kid = body.key_id;
  publicKey = bytesOfPem(body.public_key_pem);
  invoker = await rig().application('server_to_server', ['proxy:invoke']);
});

const seal = (data: unknown = card, type = 'card', token_type?: string) => ({
  type,
  encrypted: sealJwe({ kid, publicKey, text: JSON.stringify(data), header: { token_type } }),
});
const header = (value: unknown) => ({
  'BT-ENCRYPTED': Buffer.from(JSON.stringify(value)).toString('base64'),
  'Content-Type': 'application/json',
});

describe('data that a caller of the proxy has encrypted', () => {
  it('stands where expressions name it, and the header goes no further', async () => {
    const headers = { ...header(seal()), 'X-Last': "{{ encrypted | json: '$.data.number' | last4 }}" };
    const body = { number: "{{ encrypted | json: '$.data.number' }}", type: '{{encrypted | json: "$.type"}}' };
    const { status, sent } = await through('POST', "/?n={{ encrypted | json: '$.data.expiration_year' }}", {
      headers,
      body,
    });
    expect([status, JSON.parse(sent?.body ?? '')]).toEqual([200, { number, type: 'card' }]);
    expect(sent).toMatchObject({ url: '/api?n=2025', headers: { 'x-last': '4242' } });
    expect(sent?.headers).not.toHaveProperty('bt-encrypted');
  });

  it('may be several, under names, and needs no permission to use tokens', async () => {
    const headers = header({ card: seal(), 'the-pan': seal(number, 'card_number') });
    const body = { a: "{{ encrypted | json: '$.card.data.number' }}", b: "{{ encrypted | json: '$.the-pan.data' }}" };
    const proxy = await store();
    const { status, sent } = await via(proxy, 'POST', '', { key: invoker, headers, body });
    expect([status, JSON.parse(sent?.body ?? '')]).toEqual([200, { a: number, b: number }]);
  });

  it('becomes a token on its way, also where no key is asked for', async () => {
    const proxy = await store({
      require_auth: false,
      request_transforms: [
        {
          type: 'tokenize',
          options: {
            identifier: 'card',
            token: { type: 'card', data: "{{ encrypted | json: '$.data' }}", metadata: { order: '{{ req.order }}' } },
          },
        },
        {
          type: 'append_json',
          options: { location: '$.card', value: "{{ transform_identifier: 'card' | json: '$.id' }}" },
        },
      ],
    });
    const { status, sent } = await via(proxy, 'POST', '', { headers: header(seal()), body: { order: '7' } });
    expect(status).toBe(200);
    expect(JSON.stringify(psp.seen)).not.toContain(number);
    const reader = await rig().application('server_to_server', ['token:pci:read:high']);
    const { body } = await rig().send('GET', `/tokens/${JSON.parse(sent?.body ?? '').card}`, { key: reader });
    expect(body).toMatchObject({ data: card, metadata: { order: '7' } });
  });

  it('is no data of a token: without the header, the name means one', async () => {
    const { status, body } = await through('POST', '', { body: { a: '{{ encrypted }}' } });
    expect([status, body.proxy_error.type]).toEqual([400, 'unknown-tokens']);
  });

  it.each<[string, () => Record<string, string>, string]>([
    ['is no base64', () => ({ 'BT-ENCRYPTED': '{"type":"card"}' }), 'BT-ENCRYPTED'],
    ['is no JSON', () => ({ 'BT-ENCRYPTED': Buffer.from('{').toString('base64') }), 'BT-ENCRYPTED'],
    ['is a list', () => header([seal()]), 'BT-ENCRYPTED'],
    ['is empty', () => header({}), 'BT-ENCRYPTED'],
    [
      'has too many payloads',
      () => header(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`n${n}`, 1]))),
      'BT-ENCRYPTED',
    ],
    ['has a name with a dot', () => header({ 'a.b': seal() }), 'BT-ENCRYPTED'],
    ['has data in clear', () => header({ ...seal(), data: 1 }), 'BT-ENCRYPTED'],
    ['has no type', () => header({ encrypted: seal().encrypted }), 'BT-ENCRYPTED.type'],
    ['has a type that is none', () => header(seal(card, 'constructor')), 'BT-ENCRYPTED.type'],
    [
      'says another type than the payload was encrypted for',
      () => header({ a: seal(card, 'token', 'card') }),
      'BT-ENCRYPTED.a.encrypted',
    ],
    ['has a payload that is none', () => header({ a: { type: 'card', encrypted: 'x' } }), 'BT-ENCRYPTED.a.encrypted'],
    [
      'is for a key that is not there',
      () => header({ type: 'card', encrypted: sealJwe({ kid: 'x', publicKey, text: '1' }) }),
      'BT-ENCRYPTED.encrypted',
    ],
  ])('is refused where the header %s; nothing is sent', async (_, headers, at) => {
    const { status, body, text } = await through('POST', '', { headers: headers(), body: {} });
    expect([status, Object.keys(body.proxy_error.errors ?? {})], text).toEqual([400, [at]]);
    expect([psp.seen, text.includes(number)]).toEqual([[], false]);
  });

  it('opens for no other tenant', async () => {
    const other = await rig().tenant('Other');
    const theirs = await rig().application('server_to_server', ['token:pci:use:proxy'], other);
    const { status, body } = await through('POST', '', { key: theirs, headers: header(seal()), body: {} });
    expect([status, body.proxy_error.type]).toEqual([400, 'encrypted-data']);
    expect((await through('POST', '', { key: key(), headers: header(seal()), body: {} })).status).toBe(200);
  });
});
