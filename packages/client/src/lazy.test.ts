import { expect, it } from 'vitest';
import { createClient } from './create-client.ts';
import { createLazyClient } from './lazy.ts';

const apiBaseUrl = 'https://vault.example';

/** The names of all methods, with those of their parents. */
const methodsOf = (client: object, parents = ''): string[] =>
  Object.entries(client).flatMap(([name, entry]) =>
    typeof entry === 'function' ? parents + name : methodsOf(entry, `${parents + name}.`),
  );

/** A lazy client whose requests go nowhere; loading its code fails as often as it is told to. */
const open = (failures = 0) => {
  const sent: string[] = [];
  let loads = 0;
  const fetch = async (input: RequestInfo | URL) => {
    const { method, url } = new Request(input);
    sent.push(`${method} ${url}`);
    return Response.json({ id: 'token-1' });
  };
  const client = createLazyClient({ apiBaseUrl, apiKey: 'key_1', fetch }, async () => {
    loads += 1;
    if (loads <= failures) throw new TypeError('The code is not there.');
    return { createClient };
  });
  return { client, sent, loads: () => loads };
};

it('has the methods of a client before it has loaded anything', () => {
  const { client, loads } = open();
  expect(methodsOf(client)).toEqual(methodsOf(createClient({ apiBaseUrl })));
  expect(loads()).toBe(0);
});

it('loads its code with the first call, and calls what was meant', async () => {
  const { client, sent, loads } = open();
  expect(await client.tokens.retrieve('token-1')).toEqual({ id: 'token-1' });
  await client.proxy.get({ path: '/status' });
  await client.tokenize({ name: 'x' });
  expect(sent).toEqual([
    `GET ${apiBaseUrl}/tokens/token-1`,
    `GET ${apiBaseUrl}/proxy/status`,
    `POST ${apiBaseUrl}/tokenize`,
  ]);
  expect(loads()).toBe(1);
});

it('keeps the state of one client, whatever is called first', async () => {
  const { client, loads } = open();
  await Promise.all([client.tokens.retrieve('token-1'), client.logs.list()]);
  await client.tokens.retrieve('token-1');
  expect(loads()).toBeLessThanOrEqual(2);
});

it('rejects with the reason why its code is not there, sends nothing, and tries again with the next call', async () => {
  const { client, sent } = open(1);
  await expect(client.tokens.delete('token-1')).rejects.toThrow('The code is not there.');
  expect(sent).toEqual([]);
  await client.tokens.retrieve('token-1');
  expect(sent).toEqual([`GET ${apiBaseUrl}/tokens/token-1`]);
});

it.each(['vault.example', 'https://user:secret@vault.example', 'https://vault.example/?x'])(
  'refuses the address %s at once, as a client does',
  (wrong) => {
    const make = () => createLazyClient({ apiBaseUrl: wrong }, async () => ({ createClient }));
    expect(make).toThrow(/^Invalid format for the given API base url/);
  },
);
