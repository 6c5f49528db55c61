import type { Attack } from './attack.ts';
import { hostileCases } from './corpus.ts';

const megabyte = 1_000_000;

const token = (data: string): string => `{"type":"token","data":${data}}`;

const filled = (item: string): string =>
  `[${new Array(Math.floor(megabyte / (item.length + 1))).fill(item).join(',')}]`;

/** The requests that tests send as well, by twenty callers at once. */
const cases = hostileCases.map(
  ({ name, prepare = [], request: { method, path, body } }): Attack => ({
    name,
    prepare: async ({ call, keys }) => {
      let first = '';
      for (const each of prepare) {
        const made = await call<{ id?: string }>(each.method, each.path, keys.server, each.body);
        first ||= made.id ?? '';
      }
      return first;
    },
    request: ({ keys }, id) => ({
      ...{ method, path: path.replace('{id}', id), key: keys.server },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  }),
);

/** Everything that is known to have stopped a vault, or to be of its kind. */
export const attacks: readonly Attack[] = [
  ...cases,
  {
    name: 'pages of large tokens, not read',
    callers: 200,
    request: ({ keys }) => ({ method: 'GET', path: '/tokens?size=100', key: keys.server, unread: true }),
  },
  {
    name: 'pages of large tokens',
    request: ({ keys }) => ({ method: 'GET', path: '/tokens?size=100', key: keys.server }),
  },
  {
    name: 'large tokens, not read',
    callers: 200,
    request: ({ keys, large }) => ({ method: 'GET', path: `/tokens/${large[0]}`, key: keys.server, unread: true }),
  },
  {
    name: 'large tokens',
    request: ({ keys, large }) => ({ method: 'GET', path: `/tokens/${large[0]}`, key: keys.server }),
  },
  {
    name: 'bodies that stop half-way',
    callers: 200,
    request: ({ keys }) => ({
      ...{ method: 'POST', path: '/tokens', key: keys.server, body: token(`"${'x'.repeat(megabyte)}"`) },
      ...{ sent: megabyte / 2, unread: true },
    }),
  },
  {
    name: 'a body of empty lists',
    request: ({ keys }) => ({ method: 'POST', path: '/tokens', key: keys.public, body: token(filled('[]')) }),
  },
  {
    name: 'a body of numbers',
    request: ({ keys }) => ({ method: 'POST', path: '/tokens', key: keys.public, body: token(filled('1.5')) }),
  },
  {
    name: 'a body of long numbers',
    request: ({ keys }) => ({
      method: 'POST',
      path: '/tokens',
      key: keys.public,
      body: token(filled('0.12345678901234567e-300')),
    }),
  },
  {
    name: 'a body of names',
    request: ({ keys }) => ({
      ...{ method: 'POST', path: '/tokens', key: keys.public },
      body: token(`{${Array.from({ length: 80_000 }, (_, n) => `"n${n}":1`).join(',')}}`),
    }),
  },
  {
    name: 'a body of escapes',
    request: ({ keys }) => ({
      method: 'POST',
      path: '/tokens',
      key: keys.public,
      body: token(`"${'\\u0001'.repeat(160_000)}"`),
    }),
  },
  {
    name: 'a thousand tokens in a call',
    request: ({ keys }) => ({
      ...{ method: 'POST', path: '/tokenize', key: keys.elements },
      body: `[${Array.from({ length: 1000 }, (_, n) => `"${n}"`).join(',')}]`,
    }),
  },
  {
    name: 'padded search indexes of a public key',
    request: ({ keys }) => ({
      ...{ method: 'POST', path: '/tokens', key: keys.public },
      body: JSON.stringify({
        ...{ type: 'token', data: 'x', privacy: { classification: 'pci', impact_level: 'high' } },
        search_indexes: new Array(10).fill("{{ data | pad_left: 1000000, 'x' | capitalize | last4 }}"),
      }),
    }),
  },
  {
    name: 'a search of 64 comparisons',
    request: ({ keys }) => ({
      ...{ method: 'POST', path: '/tokens/search', key: keys.server },
      body: JSON.stringify({
        query: Array.from({ length: 64 }, (_, n) => `metadata.a:"${n}"`).join(' OR '),
        size: 100,
      }),
    }),
  },
  {
    name: 'questions whether the vault is ready',
    request: () => ({ method: 'GET', path: '/readyz' }),
  },
];
