import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allTokens } from '../testing/rig.ts';
import { card, destination, number } from './testing/destination.ts';

const { psp, rig, key, create, through } = destination();

describe('tokens in a proxied request', () => {
  it('stand for their data in JSON, with the type it has where the reference is the whole value', async () => {
    const id = await create(card, { type: 'card' });
    const text = await create('sensitive "data"\n');
    const count = await create(42);
    const template = `{ "a" : "{{${id}}}", "b":"{{ ${id} | json: '$.number' | last4 }}", "n": 1.10, "big":12345678901234567890,
      "m":"{{ ${id} | json: '$.expiration_month' }}/{{ ${id} | json: '$.expiration_year' | to_string | slice: -2, 2 }}",
      "t":"{{ ${text} }}", "u":"\\u007b\\u007b ${count} }}", "s": "no {{ ${count} }} type", "k{{${count}}}": "{{${count}}}" }`;
    const { sent, status } = await through('POST', '', { body: template });
    expect(status).toBe(200);
    expect(sent?.body).toBe(`{ "a" : ${JSON.stringify(card)}, "b":"4242", "n": 1.10, "big":12345678901234567890,
      "m":"3/25",
      "t":"sensitive \\"data\\"\\n", "u":42, "s": "no 42 type", "k42": 42 }`);
    expect(sent?.headers['content-length']).toBe(String(sent?.body.length));
  });

  it('are found by their alias as well as by their id', async () => {
    const alias = await create('x', { type: 'token', id: 'my-alias 1' });
    const { sent } = await through('POST', '', { body: { a: `{{ ${alias} }}` } });
    expect(sent?.body).toBe('{"a":"x"}');
  });

  it('are percent-encoded in queries and forms, names included, and what holds none stays as it was', async () => {
    const id = await create('a&b=c d/é{{x}}');
    const { sent } = await through('POST', `?q={{${id}}}&%7B%7B${id}%7D%7D=1&plain=%7e+x&{{ ${id} | upcase }}`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `x=%2a+y&pan=%7B%7B+${id}+%7D%7D&z`,
    });
    const encoded = 'a%26b%3Dc%20d%2F%C3%A9%7B%7Bx%7D%7D';
    expect(sent?.url).toBe(`/api?q=${encoded}&${encoded}=1&plain=%7e+x&A%26B%3DC%20D%2F%C3%89%7B%7BX%7D%7D`);
    expect(sent?.body).toBe(`x=%2a+y&pan=${encoded}&z`);
  });

  it('stand in header values, and cannot begin another header', async () => {
    const [secret, broken] = [await create('s3cret'), await create('a\r\nX-Evil: 1')];
    const authorization = `Basic {{ ${secret} | to_base64 }}`;
    const { sent } = await through('GET', '', { headers: { Authorization: authorization, 'X-Two': `{{${secret}}}!` } });
    expect(sent?.headers).toMatchObject({ authorization: 'Basic czNjcmV0', 'x-two': 's3cret!' });
    const refused = await through('GET', '', { headers: { 'X-Bad': `{{${broken}}}` } });
    expect([refused.status, refused.text.includes('Evil')]).toEqual([400, false]);
    expect(psp.seen).toHaveLength(1);
  });

  it('are escaped in XML and stand as they are in other text', async () => {
    const id = await create(`<a b="c">&'`);
    const xml = await through('POST', '', { headers: { 'Content-Type': 'text/xml' }, body: `<x>{{${id}}}</x>` });
    expect(xml.sent?.body).toBe('<x>&#60;a b=&#34;c&#34;&#62;&#38;&#39;</x>');
    const text = await through('POST', '', { headers: { 'Content-Type': 'text/plain' }, body: `{{${id}}}; {% x %}` });
    expect(text.sent?.body).toBe(`<a b="c">&'; {% x %}`);
  });

  it('are found in JSON that came under the content type of a form, as curl sends it', async () => {
    const id = await create('sensitive data');
    const body = `{\n  "parameter1": "{{${id}}}", "parameter2": "a=b&c"\n}`;
    const { sent } = await through('POST', '', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(sent?.body).toBe('{\n  "parameter1": "sensitive data", "parameter2": "a=b&c"\n}');
  });

  it.each([
    ['multipart', 'multipart/form-data; boundary=x'],
    ['binary', 'application/octet-stream'],
    ['in another charset and without any', 'text/plain; charset=iso-8859-1'],
  ])('are left alone in a body that is %s', async (_, type) => {
    const body = `--x ${type.startsWith('text') ? '{' : '{{ nothing }}'} ${randomBytes(8).toString('hex')}`;
    const { sent } = await through('PUT', '', { headers: { 'Content-Type': type }, body });
    expect([sent?.body, sent?.headers['content-type']]).toEqual([body, type]);
  });

  it('are data, and their data is no template', async () => {
    const inner = await create('inner');
    const outer = await create({ text: `{{ ${inner} }}` });
    const { sent } = await through('POST', '', {
      body: { a: `{{ ${outer} }}`, b: `x {{ ${outer} | json: '$.text' }}` },
    });
    expect(JSON.parse(sent?.body ?? '')).toEqual({ a: { text: `{{ ${inner} }}` }, b: `x {{ ${inner} }}` });
  });

  it('must exist, be permitted, and be no more than a hundred', async () => {
    const [id, gone, ssn] = [
      await create(1),
      await create(2, { type: 'token', expires_at: '2022-01-01T00:00:10Z' }),
      await create('609-12-3456', { type: 'social_security_number' }),
    ];
    const unknown = '26818785-547b-4b28-b0fa-531377e99f4e';
    const ask = async (...ids: string[]) => {
      const { status, body } = await through('POST', '', { body: { a: ids.map((each) => `{{ ${each} }}`) } });
      return { status, ...body.proxy_error };
    };
    expect(await ask(id, unknown, number)).toMatchObject({
      status: 400,
      detail: `Failed to detokenize some tokens: ${unknown}, one that is no UUID. Tokens were not found.`,
    });
    rig().pass(20_000);
    expect(await ask(gone)).toMatchObject({ status: 400, type: 'unknown-tokens' });
    expect(await ask(ssn)).toMatchObject({ status: 403, detail: 'This needs the permission token:pii:use:proxy.' });
    const many = await Promise.all(Array.from({ length: 101 }, (_, n) => create(n)));
    expect(await ask(...many)).toMatchObject({ status: 400, type: 'validation' });
    expect(psp.seen).toEqual([]);
    expect((await through('POST', '', { body: { a: many.slice(0, 100).map((each) => `{{${each}}}`) } })).status).toBe(
      200,
    );
  });

  it('name the place of a mistake, and never the data', async () => {
    const id = await create(number);
    for (const [at, send] of [
      ['body', { body: { a: [`{{ ${id} | last4 | first }}`] } }],
      ['headers.x-a', { headers: { 'X-A': `{{ ${id} | nofilter }}` } }],
      ['query', { path: `?a={{ ${id} ` }],
      ['body', { body: { a: `{{ ${id} | append: ${id} }}` } }],
    ] as const) {
      const { path = '', ...rest } = send as { path?: string };
      const { status, text, body } = await through('POST', path, rest);
      expect([status, Object.keys(body.proxy_error.errors ?? {})], text).toEqual([400, [at]]);
      expect(text).not.toContain(number);
    }
    expect(psp.seen).toEqual([]);
  });

  it('need a key that may use some of them, before anything is looked at', async () => {
    const reader = await rig().application('server_to_server', allTokens());
    const elements = await rig().application('elements', ['token:pci:create']);
    for (const [sender, status] of [
      [reader, 403],
      [elements, 403],
      ['key_unknown', 401],
    ] as const) {
      const answer = await through('POST', '', { key: sender, headers: { 'BT-PROXY-URL': 'nonsense' } });
      expect([answer.status, answer.body.proxy_error.status]).toEqual([status, status]);
    }
  });

  it('may be whole tokens, with their data', async () => {
    const id = await create(card, { type: 'card', metadata: { order: '7' } });
    const body = {
      number: `{{ token: ${id} | json: '$.data.number' }}`,
      text: `{{token:${id} | json: '$.metadata.order'}}/{{ ${id} | json: '$.expiration_year' }}`,
      whole: `{{ token: ${id} }}`,
    };
    const sent = JSON.parse((await through('POST', '', { body })).sent?.body ?? '');
    expect(sent).toMatchObject({ number, text: '7/2025', whole: { id, type: 'card', data: card } });
    const reader = await rig().application('server_to_server', ['token:pci:read:high', 'token:general:use:proxy']);
    expect((await through('POST', '', { body, key: reader })).status).toBe(403);
  });

  it('may be token intents, whose verification code is there as long as it would be in a token', async () => {
    const make = async (body: object): Promise<string> =>
      (await rig().send('POST', '/token-intents', { key: key(), body })).body.id;
    const id = await make({ type: 'card', data: card });
    const body = {
      number: `{{ token_intent: ${id} | json: '$.data.number' }}`,
      cvc: `{{token_intent:${id} | json: '$.data.cvc'}}`,
    };
    const { status, sent } = await through('POST', '', { body });
    expect([status, JSON.parse(sent?.body ?? '')]).toEqual([200, { number, cvc: '123' }]);
    const rows = await rig().store.rows(
      "select operation, destination from audit where entity_id = ? and operation = 'use'",
      [id],
    );
    expect(rows).toEqual([{ operation: 'use', destination: 'psp.example' }]);
    rig().pass(60 * 60 * 1000);
    const later = await through('POST', '', { body });
    expect(JSON.parse(later.sent?.body ?? '')).toEqual({ number, cvc: null });

    const ask = async (intent: string) => {
      const answer = await through('POST', '', { body: { a: `{{ token_intent: ${intent} }}` } });
      return { status: answer.status, ...answer.body.proxy_error };
    };
    const seen = psp.seen.length;
    const ssn = await make({ type: 'social_security_number', data: '609-12-3456' });
    expect(await ask(ssn)).toMatchObject({ status: 403, detail: 'This needs the permission token:pii:use:proxy.' });
    expect(await ask(number)).toMatchObject({ type: 'unknown-tokens', detail: expect.stringContaining('no UUID') });
    rig().pass(23 * 60 * 60 * 1000);
    expect(await ask(id)).toMatchObject({ type: 'unknown-tokens', detail: expect.stringContaining(id) });
    expect(psp.seen).toHaveLength(seen);
  });
});
