import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contract, schemas } from './contract.ts';
import { type Form, formOf } from './form.ts';
import { decodeQuery } from './query.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { validateQuery, validateRequest } from './validate-request.ts';

const id = '0e0bd1ae-5c2d-4f7f-8a3c-0d4d1f7a6b0f';
const privacy = { classification: 'general', impact_level: 'high', restriction_policy: 'redact' };
const key = { key: 'a', prov: 'b', alg: 'c' };
const token = {
  type: 'token',
  data: { a: null, b: 'x' },
  privacy,
  metadata: { customer: '7' },
  encryption: { cek: key, kek: key },
  container: '/a/',
  containers: ['/a/'],
  id: '{{ data.b }}',
  mask: '{{ data.b }}',
  fingerprint_expression: '{{ data.b }}',
  search_indexes: ['{{ data.b }}'],
  deduplicate_token: true,
  expires_at: '2099-01-01',
};
const { data: _data, ...typed } = token;
const { type: _type, ...attributes } = typed;
const sources = [
  token,
  { ...typed, encrypted: 'a.b.c.d.e' },
  { ...attributes, token_intent_id: '0e0bd1ae-5c2d-4f7f-8a3c-0d4d1f7a6b0f' },
];
const card = { number: '4242424242424242', expiration_month: 1, expiration_year: 2030, cvc: '123' };
const bank = { routing_number: '021000021', account_number: '1234' };
const application = { name: 'a', permissions: ['log:read'] };
const setting = { name: 'a', description: 'b', type: 'string' };
const formula = {
  type: 'private',
  name: 'a',
  description: 'b',
  source_token_type: 'token',
  icon: 'data:image/png;base64,AAAA',
  code: 'c',
  configuration: [setting],
  request_parameters: [{ ...setting, optional: true }],
};
const reaction = { reactor_id: id, request_parameters: { a: null }, metadata: { a: 'b' } };
const rule = {
  description: 'a',
  priority: 1,
  conditions: [{ attribute: 'id', operator: 'equals', value: 'abc' }],
  transform: 'mask',
  permissions: ['token:read'],
};
const ruleOnContainer = { ...rule, conditions: undefined, container: '/a/' };
const accessRule = {
  ...{ description: 'a', priority: 1, container: '/a/', transform: 'mask', permissions: ['token:read'] },
};
const transform = {
  ...{ type: 'code', code: 'c', matcher: 'regex', expression: '(a)', replacement: '*' },
  options: { token: { type: 'token', data: 'a' }, identifier: 'a', value: 'b', location: '$.a' },
};
const destination = { name: 'a', destination_url: 'https://a.example', require_auth: false, configuration: { a: 'b' } };
const proxy = {
  ...{ ...destination, disable_detokenization: true, application: { id } },
  ...{ request_transforms: [transform], response_transforms: [transform] },
};
const older = { ...destination, request_transform: transform, response_transform: transform };
const webhook = {
  name: 'a',
  url: 'https://a.example/',
  notify_email: 'a@b.example',
  events: ['token.created'],
  status: 'disabled',
};
const page = { page: 2, size: 3, start: 'a' };

/** A request with every property that the schema declares, by the name of the route. Alternatives have an entry each. */
const whole: Record<string, unknown[]> = {
  'applications.create': [
    { ...application, type: 'management', create_key: false, expires_at: '2099-01-01', rules: [accessRule] },
  ],
  'applications.update': [{ ...application, rules: [accessRule] }],
  'atomicBanks.create': [{ bank, metadata: { a: 'b' } }],
  'atomicBanks.react': [reaction],
  'atomicBanks.update': [{ bank }],
  'atomicCards.create': [{ card, metadata: { a: 'b' } }],
  'atomicCards.react': [reaction],
  'atomicCards.update': [{ card }],
  'keys.create': [{ expires_at: '2099-01-01' }],
  'proxies.create': [proxy, older],
  'proxies.patch': [proxy, older],
  'proxies.update': [proxy, older],
  'reactorFormulas.create': [formula],
  'reactorFormulas.update': [formula],
  'reactors.create': [{ name: 'a', formula: { id }, code: 'c', application: { id }, configuration: { a: 'b' } }],
  'reactors.patch': [{ name: 'a', code: 'c', application: { id }, configuration: { a: null } }],
  'reactors.react': [{ args: { a: null } }],
  'reactors.reactAsync': [{ args: { a: null } }],
  'reactors.update': [{ name: 'a', code: 'c', application: { id }, configuration: { a: 'b' } }],
  'sessions.authorize': [
    { nonce: 'a', expires_at: '2099-01-01', tokens: ['abc'], permissions: ['token:read'] },
    { nonce: 'a', expires_at: '2099-01-01', rules: [rule, ruleOnContainer] },
  ],
  'tenants.update': [{ name: 'a', settings: { deduplicate_tokens: true } }],
  detokenize: ['anything'],
  tokenize: ['anything'],
  'tokenIntents.create': [
    { type: 'card', data: card },
    { type: 'card', encrypted: 'a.b.c.d.e' },
  ],
  'tokens.create': sources,
  'tokens.createChild': sources,
  'tokens.search': [{ query: 'type:card', ...page }],
  'tokens.searchV2': [{ query: 'type:card', start: 'abc', size: 20 }],
  'tokens.update': [
    {
      ...{
        data: { a: null },
        mask: { a: null },
        metadata: { a: null },
        privacy,
        container: '/a/',
        containers: ['/a/'],
      },
      ...{ search_indexes: ['{{ data }}'], fingerprint_expression: '{{ data }}', deduplicate_token: true },
      expires_at: '2099-01-01',
    },
  ],
  'webhooks.create': [webhook],
  'webhooks.update': [webhook],
};

const bodies = routes(contract).flatMap(({ name, route }) => {
  const { body } = route;
  return body ? [{ name: name.join('.'), route, body }] : [];
});

type Path = readonly (string | number)[];

/** The declared properties of a value, wherever they stand in it. */
const places = (value: unknown, form: Form | undefined, at: Path = []): { at: Path; nullable: boolean }[] => {
  if (!form || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => places(entry, form, [...at, index]));
  return Object.entries(value).flatMap(([name, entry]) => {
    const property = form.properties.get(name);
    if (!property) return [];
    const here = [...at, name];
    return [{ at: here, nullable: property.nullable }, ...places(entry, property.form, here)];
  });
};

/** A copy in which one property is null, or absent. */
const changed = (value: unknown, [step, ...rest]: Path, to: null | undefined): unknown => {
  if (Array.isArray(value)) return value.map((entry, index) => (index === step ? changed(entry, rest, to) : entry));
  const entries = Object.entries(value as object).flatMap(([name, entry]) => {
    if (name !== step) return [[name, entry]];
    if (rest.length > 0) return [[name, changed(entry, rest, to)]];
    return to === null ? [[name, null]] : [];
  });
  return Object.fromEntries(entries);
};

const declaredNames = (form: Form | undefined): string[] =>
  [...(form?.properties ?? [])].flatMap(([name, property]) => [name, ...declaredNames(property.form)]);

describe.each(bodies)('the body of $name', ({ name, route, body }) => {
  const form = formOf(body, 'input');
  const samples = whole[name] ?? [];
  const check = (value: unknown) => validateRequest(body, value, { answer: route.response });

  test('is shown whole by its sample', () => {
    for (const sample of samples) expect(check(sample).errors).toBeUndefined();
    const shown = samples.flatMap((sample) => places(sample, form)).map(({ at }) => at.at(-1));
    expect(new Set(shown)).toEqual(new Set(declaredNames(form)));
  });

  test('takes null for each property as if it were left out', () => {
    for (const sample of samples) {
      for (const { at, nullable } of places(sample, form)) {
        if (nullable) continue;
        expect(check(changed(sample, at, null)), at.join('.')).toEqual(check(changed(sample, at, undefined)));
      }
    }
  });

  test('takes all null at once, but for what it requires', () => {
    const [sample] = samples;
    if (!form || typeof sample !== 'object') return;
    const nothing = check({});
    const nulls = Object.fromEntries(Object.keys(sample as object).map((property) => [property, null]));
    const kept = [...form.properties].filter(([, { nullable }]) => nullable).map(([property]) => property);
    const { value, errors } = check(nulls);
    expect(errors).toEqual(nothing.errors);
    if (value)
      for (const [property, entry] of Object.entries(value)) if (entry === null) expect(kept).toContain(property);
  });

  test('names a property that nobody declared, wherever it stands, and lets properties of the answer pass', () => {
    for (const sample of samples) {
      for (const { at } of places(sample, form)) {
        const strange = changed(sample, at, null);
        const parent = at.slice(0, -1).reduce<unknown>((here, step) => (here as never)[step], strange);
        Object.assign(parent as object, { stranger_here: 1, StrangerToo: null });
        const errors = Object.keys(check(strange).errors ?? {});
        expect(errors).toContain([...at.slice(0, -1), 'stranger_here'].join('.'));
        expect(errors.join()).not.toContain('StrangerToo');
      }
    }
    const answer = (route as Route).response && formOf((route as Route).response as z.ZodType, 'output');
    if (!form || !answer) return;
    for (const property of answer.properties.keys()) {
      if (form.properties.has(property)) continue;
      const { value, errors } = check({ ...(samples[0] as object), [property]: 'x' });
      expect(errors, property).toBeUndefined();
      expect(value).not.toHaveProperty(property);
    }
  });
});

test('null is a value where a merge patch is taken, and in what belongs to the user', () => {
  const patch = { data: null, mask: null, metadata: null, container: null, search_indexes: null, expires_at: null };
  expect(validateRequest(schemas.UpdateToken, patch).value).toEqual({ ...patch });
  expect(validateRequest(schemas.CreateToken, { type: 'token', data: [null] }).value).toEqual({
    type: 'token',
    data: [null],
    container: undefined,
  });
});

test.each([
  ['expirationMonth', 'Is not a property here. Did you mean expiration_month?'],
  ['expiration-month', 'Is not a property here. Did you mean expiration_month?'],
  ['expiration_yaer', 'Is not a property here. Did you mean expiration_year?'],
  ['cvv', 'Is not a property here. Did you mean cvc?'],
  ['name', 'Is not a property here. Known here: number, expiration_month, expiration_year, cvc.'],
])('a card with %s is told what there is', (name, message) => {
  const { errors } = validateRequest(schemas.Card, { number: card.number, [name]: 1 }, { at: ['data'] });
  expect(errors).toEqual({ [`data.${name}`]: [message] });
});

test.each(['4242424242424242', 'Jane Doe', 'x'.repeat(41), 'a1b2c3', '__proto__ '])(
  'the name %j, which could be a value, is not repeated',
  (name) => {
    const { errors } = validateRequest(schemas.Card, { number: card.number, [name]: 1 }, { at: ['data'] });
    expect(Object.keys(errors ?? {})).toEqual(['data']);
    expect(JSON.stringify(errors)).not.toContain(name);
  },
);

test('an answer about thousands of unknown properties names a few of them', () => {
  const letters = Array.from({ length: 3000 }, (_, index) =>
    index.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? ''),
  );
  const { errors } = validateRequest(schemas.Card, Object.fromEntries(letters.map((name) => [`x${name}`, 1])));
  expect(Object.keys(errors ?? {}).length).toBeLessThanOrEqual(21);
});

test('an own property named __proto__ is a stranger like any other', () => {
  const sent = JSON.parse('{ "number": "4242424242424242", "__proto__": { "cvc": "123" } }');
  expect(Object.keys(validateRequest(schemas.Card, sent).errors ?? {})).toEqual(['__proto__']);
});

test('a query without a schema takes nothing, and the values of metadata are texts of the user', () => {
  expect(validateQuery(undefined, {})).toEqual({ value: undefined });
  expect(validateQuery(undefined, { dry_run: 'true', other: 'null' })).toEqual({
    errors: { dry_run: ['Is not a property here. There are none.'] },
  });
  const query = decodeQuery(new URLSearchParams('type=null&metadata.order=null'));
  expect(validateQuery(contract.tokens.list.query, query).value).toMatchObject({ metadata: { order: 'null' } });
});

test('a form is found through lists, unions and maps', () => {
  const inner = z.object({ a: z.string().nullable() });
  const schema = z.object({
    list: z.array(inner),
    either: z.union([z.string(), inner]),
    map: z.record(z.string(), inner),
  });
  const form = formOf(schema, 'input');
  expect(form?.properties.get('list')?.form?.properties.get('a')?.nullable).toBe(true);
  expect(form?.properties.get('either')?.form?.closed).toBe(true);
  expect(form?.properties.get('map')?.form?.closed).toBe(false);
});
