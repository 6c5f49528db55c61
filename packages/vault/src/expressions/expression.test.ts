import { describe, expect, it } from 'vitest';
import { onePiece } from '../effort/testing/test-effort.ts';
import { type CompileOptions, compile, ExpressionError, isBlindAlias, type Json } from './expression.ts';
import { evaluate } from './testing/evaluate.ts';

const errorOf = (template: Json, data: Json = 'secret-4242', options: CompileOptions = {}): ExpressionError => {
  try {
    compile(template, options).evaluate({ data }, onePiece());
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(template)} did not fail`);
};

describe('An expression', () => {
  it('keeps the type of a value it is wholly made of, and is text otherwise', () => {
    for (const value of [null, true, 0, -1.5, '', 'x', [1], { a: { b: [] } }]) {
      expect(evaluate('{{ data }}', { data: value })).toStrictEqual(value);
    }
    expect(evaluate('{{data}} ', { data: 7 })).toBe('7 ');
    expect(evaluate('{{ data }}{{ data }}', { data: { a: 1 } })).toBe('{"a":1}{"a":1}');
    expect(evaluate('a {{- data -}} b', { data: 7 })).toBe('a7b');
    expect(evaluate('{{ data | append: "}}" }}', { data: '{{' })).toBe('{{}}');
    expect(evaluate('no output } }} {', {})).toBe('no output } }} {');
    expect(evaluate('', {})).toBe('');
  });

  it('reads literals, quoted keys, negative indexes and the size of things', () => {
    const data = { 'a b': { "it's": [1, 2, [3]] }, 'x-y': 5, größe: 6, size: 'own' };
    expect(evaluate(`{{ data["a b"]["it's"][-1][0] }}`, { data })).toBe(3);
    expect(evaluate(`{{ data['a b']["it's"].size }}`, { data })).toBe(3);
    expect(evaluate(`{{ data['a b']["it's"].first }}`, { data })).toBe(1);
    expect(evaluate('{{ data.x-y }}{{ data.größe }}{{ data.size }}{{ data.size.size }}', { data })).toBe('56own3');
    expect(evaluate('{{ "a" }}{{ \'b\' }}{{ -1.50 }}{{ true }}{{ nil }}', {})).toBe('ab-1.5true');
    expect(evaluate('{{ data["x-y"][0].a.b }}', { data })).toBeNull();
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'length', '__defineGetter__'])(
    'never reaches the inherited property %s',
    (name) => {
      for (const data of [{}, [], 'text', 5, true, null]) {
        expect(evaluate(`{{ data.${name} }}`, { data })).toBeNull();
        expect(evaluate(`{{ data['${name}']['${name}'] }}`, { data })).toBeNull();
      }
      expect(evaluate(`{{ ${name} }}`, {})).toBeNull();
      expect(evaluate(`{{ data | json: '$.${name}' }}`, { data: {} })).toBeNull();
      expect(errorOf(`{{ data | ${name} }}`).message).toContain(`There is no filter ${name}`);
    },
  );

  it('Keeps keys of masks as they are, dangerous ones included', () => {
    const mask = JSON.parse('{"__proto__":"{{ data }}","constructor":{"a":"{{ data }}"}}');
    const result = evaluate(mask, { data: 1 });
    expect(JSON.stringify(result)).toBe('{"__proto__":1,"constructor":{"a":1}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});

describe('Errors', () => {
  it.each<[template: string, column: number, message: string]>([
    ['{{ data | reveal_lst: 4 }}', 11, 'There is no filter reveal_lst. Did you mean reveal_last?'],
    ['{{ data | x1 }}', 11, 'There is no filter x1.'],
    ['ab {{ data', 4, 'This {{ has no closing }}.'],
    ['{{ }}', 4, 'Here a variable, a string in quotes or a number is missing.'],
    ["{{ 'a }}", 4, 'This string has no closing quote.'],
    ['{{ data. }}', 10, "After a dot stands a name; write other keys as ['key']."],
    ['{{ data[key] }}', 9, 'In brackets stands a key in quotes or a whole number.'],
    ['{{ data[0 }}', 11, 'This bracket has no closing ].'],
    ['{{ data name }}', 9, 'Here |, a comma or the closing }} is missing.'],
    ['{{ data | }}', 11, 'After | stands the name of a filter.'],
    ['{{ 384-28-3948 }}', 7, 'Here |, a comma or the closing }} is missing.'],
    ['{{ 12ab }}', 4, 'Neither a number nor a name; put text in quotes.'],
    ['{{ 12345678901234567890 }}', 4, 'This number has more digits than JSON keeps.'],
    ['{{ data & 1 }}', 9, 'A character that has no meaning here; put text in quotes.'],
    ['x {% if data %}', 3, 'Tags ({% … %}) are not part of this language; use filters.'],
    ['{{ data | last4: 4 }}', 18, 'last4 takes no arguments; this argument is one too many.'],
    ['{{ data | reveal_last }}', 11, 'reveal_last takes length, mask_char; length is missing.'],
    ["{{ data | reveal_last: 'four' }}", 24, 'reveal_last: length must be a whole number from 0.'],
    ['{{ data | reveal_last: -1 }}', 24, 'reveal_last: length must be a whole number from 0.'],
    ["{{ data | reveal: 1, 1, 'XX' }}", 25, 'reveal: mask_char must be one character.'],
    [
      '{{ data | reveal: 1, first: 2 }}',
      29,
      'reveal takes first, last, mask_char, preserve_chars; this argument is one too many.',
    ],
    [
      "{{ data | card_exp: 'M/Y' }}",
      21,
      'card_exp: format must be one of MM, MMYY, YYYY, YYYY-MM, MM/YY, MM/YYYY, MM_YYYY, MM-YYYY, YYYY/MM.',
    ],
    [
      "{{ data | json: '$.a[' }}",
      17,
      'json: path must be a JSONPath query (RFC 9535, without the functions match and search).',
    ],
    [
      '{{ data | json: \'$[?search(@, ".*")]\' }}',
      17,
      'json: path must be a JSONPath query (RFC 9535, without the functions match and search).',
    ],
    ['{{ data | json: data }}', 17, 'json: path must be written out.'],
    ['{{ data | first }}', 11, 'first: the value before it must be a list.'],
    ['{{ data | plus: 1 }}', 11, 'plus: the value before it must be a number.'],
    ['{{ data | to_boolean }}', 11, 'to_boolean: the value before it must be true or false.'],
    ['{{ data | alias_preserve_format }}', 11, 'alias_preserve_format: random filters have no place here.'],
    ["{{ 'now' | date: '%Y' }}", 12, 'date: the current time has no place here.'],
    ["{{ 1 | date: '%Q' }}", 8, 'date: format has a directive that strftime does not know.'],
    [
      "{{ '2022-02-30' | date: '%Y' }}",
      19,
      'date: the value before it must be a date (ISO 8601, seconds since 1970, or now).',
    ],
    ['{{ 1 | divided_by: 0 }}', 8, 'divided_by: a number cannot be divided by 0.'],
    ['{{ 9007199254740991 | plus: 1 }}', 23, 'plus: the result has more digits than a JSON number keeps.'],
    ["{{ '12345678901234567890' | to_number }}", 29, 'to_number: the value before it must be a number.'],
    ["{{ data | hmac: 'md5', 'k' }}", 17, 'hmac: algorithm must be one of sha-256, sha-512, sha-1.'],
    ["{{ data | hmac: 'sha-256', 'k' }}", 1, 'In {{ }}: bytes need to_base64 or to_base16 as the last filter.'],
    ["{{ '%zz' | url_decode }}", 12, 'url_decode: the value before it must be percent-encoded UTF-8.'],
    ["{{ '/w==' | base64_decode }}", 13, 'base64_decode: the value before it must be base64 of UTF-8 text.'],
  ])('%s', (template, column, message) => {
    const error = errorOf(template);
    expect([error.column, error.message]).toStrictEqual([column, message]);
  });

  it('Casts that cannot be done are refused', () => {
    for (const [filters, data] of [
      ['to_string', { a: 1 }],
      ['to_string', [1]],
      ['to_number', 'abc'],
      ['to_number', true],
      ['to_boolean', 1],
      ['sort', [1, 'a']],
      ['sum', ['a']],
      ["card_exp: 'MM'", { expiration_month: 13, expiration_year: 2030 }],
      ['card_bin', '424242'],
      ['card_bin', 'abc'],
      ['card_mask: true, true', '123456789'],
      ["json: '$.*'", [1, 2]],
    ] as const) {
      expect(errorOf(`{{ data | ${filters} }}`, data as Json).column).toBe(11);
    }
  });

  it('name the property of a mask they stand in', () => {
    expect(errorOf({ number: ['{{ data }}', '{{ data | nope }}'] })).toMatchObject({ path: ['number', 1], column: 11 });
    expect(errorOf({ a: { b: '{{ data | first }}' } })).toMatchObject({ path: ['a', 'b'] });
  });

  it('name unknown variables where the known ones are given, and the likeliest', () => {
    const options = { variables: ['data', 'metadata'] };
    expect(errorOf('{{ dat.number }}', null, options).message).toBe('There is no variable dat. Did you mean data?');
    expect(errorOf('{{ data | append: foo }}', null, options)).toMatchObject({
      column: 19,
      message: 'There is no variable foo. Known are data, metadata.',
    });
  });

  it('are refused before an alias would be the value itself', () => {
    const random = () => 0;
    for (const filters of [
      'alias_preserve_format: 6, 5',
      'alias_preserve_length: 99',
      'alias_preserve_format: reveal_last: 11',
    ]) {
      expect(() => evaluate(`{{ data | ${filters} }}`, { data: '12345678901' }, { random })).toThrow(
        /reveal less of it/,
      );
    }
    expect(() => evaluate('{{ data | alias_preserve_format }}', { data: '--' }, { random })).toThrow(ExpressionError);
    expect(() => evaluate('{{ data | alias_card: true, true }}', { data: '1234567890' }, { random })).toThrow(
      ExpressionError,
    );
    expect(() => evaluate('{{ data | alias_card: true, true }}', { data: '123456789' }, { random })).toThrow(/shorter/);
  });
});

describe('What an expression is made of', () => {
  it('can be read without running it', () => {
    const { filters, variables, outputs, whole, deterministic } = compile(
      "{{ data.a[0] | append: metadata['k'] }}x{{ data | alias_card: true }}",
    );
    expect(filters.map(({ name, random, reveals }) => [name, random, reveals])).toStrictEqual([
      ['append', false, true],
      ['alias_card', true, true],
    ]);
    expect(variables).toMatchObject([
      { name: 'data', segments: ['a', 0] },
      { name: 'metadata', segments: ['k'], column: 24 },
      { name: 'data', segments: [], column: 44 },
    ]);
    expect([outputs, whole, deterministic]).toStrictEqual([2, false, false]);
    expect(compile('{{ data | last4 }}')).toMatchObject({ outputs: 1, whole: true, deterministic: true });
    expect(compile({ a: '{{ data }}' })).toMatchObject({ outputs: 1, whole: false });
    expect(compile('{{ data }}}}')).toMatchObject({ outputs: 1, whole: false });
  });

  it('tells blind aliases from all others', () => {
    const blind = (template: string) => isBlindAlias(compile(template));
    expect(
      ['alias_preserve_format', 'alias_preserve_length: 0, 0', 'alias_card: false', "alias_card: 'false'"].filter(
        (each) => !blind(`{{ data.number | ${each} }}`),
      ),
    ).toStrictEqual([]);
    const seeing = [
      'plain',
      '{{ data }}',
      '{{ data | last4 }}',
      "{{ data | split: '' | join: ',' }}",
      "{{ data | append: 'x' }}",
      '{{ data | alias_preserve_format: 1 }}',
      '{{ data | alias_preserve_format: reveal_last: 1 }}',
      '{{ data | alias_preserve_length: data.x }}',
      '{{ data | alias_card: true }}',
      '{{ data | slice: 0 | alias_preserve_format }}',
      '{{ data | alias_preserve_format | append: data }}',
      '{{ data | alias_preserve_format }}{{ data }}',
      '{{ data | alias_preserve_format }} ',
    ];
    expect(seeing.filter(blind)).toStrictEqual([]);
  });
});

describe('References', () => {
  const references = { heads: 'reference' } as const;

  it('take everything before the first filter as one name', () => {
    const scope = { '384-28-3948': { number: '4242' }, 'k7@x.com': 'b', '8f1c0a52-6f0e-4a55-9b0a-3d8f5c1f2a11': 3 };
    const run = (template: Json) => compile(template, references).evaluate(scope, onePiece());
    expect(run("{{384-28-3948 | json: '$.number' | last4}}")).toBe('4242');
    expect(run('{{ 8f1c0a52-6f0e-4a55-9b0a-3d8f5c1f2a11 }}')).toBe(3);
    expect(run('{% raw %} {{ k7@x.com }} {"a":{}}')).toBe('{% raw %} b {"a":{}}');
    expect(run({ a: ['{{ 384-28-3948 }}'] })).toStrictEqual({ a: [{ number: '4242' }] });
    expect(compile('x {{  k7@x.com | last4 }}', references).variables).toMatchObject([{ name: 'k7@x.com', column: 7 }]);
  });

  it('need a name and an end', () => {
    expect(errorOf('{{ }}', null, references)).toMatchObject({
      column: 1,
      message: 'Between {{ and }} stands a token id.',
    });
    expect(errorOf('a {{ b', null, references)).toMatchObject({ column: 3, message: 'This {{ has no closing }}.' });
    expect(compile('{{ constructor }}{{ __proto__ }}', references).evaluate({}, onePiece())).toBe('');
  });
});
