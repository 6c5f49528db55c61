import type { ReactorFormula } from '@tessera/client';

type Declared = ReactorFormula['requestParameters'][number];

/** Made-up values of the types that a formula may declare. */
const samples: Readonly<Record<Declared['type'], unknown>> = { string: 'text', number: 1, boolean: true };

/** Made-up data of tokens by type; those of other types are text. */
const data: Readonly<Record<string, unknown>> = {
  card: { number: '4242424242424242', expiration_month: 12, expiration_year: 2035, cvc: '123' },
  bank: { routing_number: '021000021', account_number: '00001' },
};

/** A dot in a name leads into an object. */
const put = (target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const there = target[name];
  const inner = typeof there === 'object' && there !== null ? (there as Record<string, unknown>) : {};
  target[name] = inner;
  put(inner, rest, value);
};

/** Made-up values for everything that a formula declares. */
export const valuesFor = (declared: readonly Pick<Declared, 'name' | 'type'>[]): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const { name, type } of declared) put(values, name.split('.'), samples[type]);
  return values;
};

/** What a formula can be tried with: a value for each request parameter, and a token of the type that it is for. */
export const firstTestData = (
  formula: Pick<ReactorFormula, 'requestParameters' | 'sourceTokenType'> | undefined,
): Record<string, unknown> => ({
  args: valuesFor(formula?.requestParameters ?? []),
  ...(formula && {
    sourceToken: { type: formula.sourceTokenType, data: data[formula.sourceTokenType] ?? 'made-up text' },
  }),
});
