import type { StoredProxy } from '@tessera/client';

export type Transform = StoredProxy['requestTransforms'][number];
export type Kind = Transform['type'];
export type Side = 'request' | 'response';

/** A field of a transform, by where its text stands in one. */
export type Part = 'expression' | 'replacement' | 'value' | 'location' | 'identifier';

/** What each kind of transform has beside code and a token, and of which sides it is. */
export const kinds: Readonly<Record<Kind, { sides: readonly Side[]; parts: readonly Part[] }>> = {
  code: { sides: ['request', 'response'], parts: [] },
  mask: { sides: ['response'], parts: ['expression', 'replacement'] },
  tokenize: { sides: ['request', 'response'], parts: ['identifier'] },
  append_json: { sides: ['request', 'response'], parts: ['location', 'value'] },
  append_header: { sides: ['request', 'response'], parts: ['location', 'value'] },
  append_text: { sides: ['request', 'response'], parts: ['value'] },
};

export const kindNames = Object.keys(kinds) as Kind[];

/** What the token of a new transform begins as. */
const firstToken = { type: 'card', data: { number: '{{ req.card.number }}' } };

/** The texts of a transform, by its fields. */
export interface Texts {
  code: string;
  token: string;
  parts: Partial<Record<Part, string>>;
}

/** What code of a new transform begins as. */
const firstCode = `module.exports = async function ({ args, configuration }) {
  const { body, headers } = args;
  return { body, headers };
};
`;

export const textsOf = (transform: Transform | undefined): Texts => {
  const { code = firstCode, expression, replacement, options = {} } = transform ?? {};
  const { token = firstToken, value, location, identifier } = options;
  const parts = { expression, replacement, value, location, identifier };
  const given = Object.entries(parts).filter((part): part is [Part, string] => part[1] !== undefined);
  return { code, token: JSON.stringify(token, null, 2), parts: Object.fromEntries(given) };
};

/** The transform that texts make, with what its kind has and nothing else. */
export const transformOf = (type: Kind, { code, parts }: Texts, token: Record<string, unknown>): Transform => {
  const own = Object.fromEntries(
    kinds[type].parts.flatMap((part) => (parts[part] ? [[part, parts[part]]] : [])),
  ) as Partial<Record<Part, string>>;
  if (type === 'code') return { type, code };
  if (type === 'mask') return { type, matcher: 'regex', ...own };
  if (type === 'tokenize') return { type, options: { token: token as never, ...own } };
  // An empty text can be appended, and nothing else says so.
  return { type, options: { value: '', ...own } };
};
