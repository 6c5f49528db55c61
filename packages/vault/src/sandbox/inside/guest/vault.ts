import type { Fetch } from './fetch.ts';

/**
 * The vault as code may use it, under the names that the published clients have. It hands out no key: the process around knows for which
 * application the code acts, and the vault answers. `fetch` reaches the vault by addresses that begin with `vault:`.
 */
export const installVault = (fetch: Fetch['fetch']) => {
  // Code may replace what it finds in the language, for itself alone.
  const { parse, stringify } = JSON;
  const { fromEntries, entries } = Object;

  /** What stands in these belongs to whoever made the token. */
  const theirs = ['data', 'metadata', 'mask'];

  const renamed = (value: unknown, rename: (name: string) => string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
    return fromEntries(
      entries(value).map(([name, inner]) => [rename(name), theirs.includes(name) ? inner : renamed(inner, rename)]),
    );
  };
  const toWire = (value: unknown) =>
    renamed(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const fromWire = (value: unknown) =>
    renamed(value, (name) => name.replace(/(?!^)_([a-z])/g, (_, letter: string) => letter.toUpperCase()));

  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: stringify(body) ?? 'null' };
    const response = await fetch(`vault:${path}`, { method, ...sent });
    const text = await response.text();
    const answer = text === '' ? undefined : parse(text);
    if (response.ok) return answer;
    const { title, detail } = answer as { title?: string; detail?: string };
    const { status } = response;
    throw Object.assign(new Error(detail ?? title), { name: 'BasisTheoryApiError', status, data: answer });
  };

  const send = async (method: string, path: string, body?: unknown) =>
    fromWire(await ask(method, path, body === undefined ? undefined : toWire(body)));
  const at = (resource: string, id: unknown) => `/${resource}/${encodeURIComponent(String(id))}`;

  /** A list holds tokens under the name that in a token holds what belongs to whoever made it. */
  const page = async (method: string, path: string, body?: unknown) => {
    const { data, ...others } = (await ask(method, path, body === undefined ? undefined : toWire(body))) as {
      data: unknown[];
    };
    return { ...(fromWire(others) as object), data: data.map(fromWire) };
  };
  const queryOf = (given: unknown): string => {
    const fields = entries(toWire(given ?? {}) as object).flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      if (Array.isArray(value)) return value.map((each) => [name, each]);
      if (typeof value !== 'object') return [[name, value]];
      return entries(value as object).map(([inner, each]) => [`${name}.${inner}`, each]);
    });
    return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&');
  };

  const retrieve = (resource: string) => (id: unknown) => send('GET', at(resource, id));
  const remove = (resource: string) => async (id: unknown) => void (await ask('DELETE', at(resource, id)));
  const tokenize = (body: unknown) => ask('POST', '/tokenize', body);
  const detokenize = (body: unknown) => ask('POST', '/detokenize', body);

  return {
    tokens: {
      create: (body: unknown) => send('POST', '/tokens', body),
      retrieve: retrieve('tokens'),
      get: retrieve('tokens'),
      update: (id: unknown, body: unknown) => send('PATCH', at('tokens', id), body),
      delete: remove('tokens'),
      list: (query?: unknown) => page('GET', `/tokens?${queryOf(query)}`),
      listV2: (query?: unknown) => page('GET', `/v2/tokens?${queryOf(query)}`),
      search: (body: unknown) => page('POST', '/tokens/search', body),
      searchV2: (body: unknown) => page('POST', '/v2/tokens/search', body),
      tokenize,
      detokenize,
    },
    tokenIntents: {
      create: (body: unknown) => send('POST', '/token-intents', body),
      retrieve: retrieve('token-intents'),
      get: retrieve('token-intents'),
      delete: remove('token-intents'),
    },
    tokenize,
    detokenize,
  };
};

export type VaultInCode = ReturnType<typeof installVault>;
