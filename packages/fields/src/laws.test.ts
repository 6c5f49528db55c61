import { aba, ibanLengths, luhn } from '@tessera/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonElements, fieldsOf } from './elements.ts';
import type { Context, Field } from './field.ts';
import { rareElements } from './rare-elements.ts';
import { english } from './texts.ts';
import { translations } from './translations.ts';

const context: Context = { now: { year: 2026, month: 11 } };

const withCheckDigit = (number: string): string =>
  [...'0123456789'].map((digit) => number + digit).find((candidate) => luhn(candidate)) ?? '';

const withRoutingCheck = (number: string): string =>
  [...'0123456789'].map((digit) => number + digit).find((candidate) => aba(candidate)) ?? '';

const digitsOf = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const number = fc
  .constantFrom(
    ['4', 13],
    ['4', 16],
    ['4', 19],
    ['51', 16],
    ['34', 15],
    ['36', 14],
    ['62', 17],
    ['6304', 12],
    ['83', 13],
  )
  .chain(([start, length]) =>
    digitsOf(Number(length) - String(start).length - 1).map((rest) => withCheckDigit(`${start}${rest}`)),
  );

const pad = (month: number) => String(month).padStart(2, '0');
const expiry = fc
  .tuple(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 7 }))
  .map(([ahead, form]) => {
    const [month, year] = [((10 + ahead) % 12) + 1, 2026 + Math.floor((10 + ahead) / 12)];
    const [mm, yy, separator] = [pad(month), String(year).slice(2), ['/', ' / ', '-', '.'][form % 4]];
    const m = form > 3 ? mm : String(month);
    return [`${m}${separator}${yy}`, `${m}${separator}${year}`, `${mm}${yy}`, `${mm}${year}`, `${year}-${mm}`][
      form % 5
    ];
  })
  .map((typed) => typed ?? '');

const alphanumeric = (size: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: size, maxLength: size });

/** A number of any country of the registry, with check digits computed here: as banks print it, as files have it, or in small letters. */
const iban = fc
  .constantFrom(...ibanLengths)
  .chain(([country, length]) => fc.tuple(fc.constant(country), alphanumeric(length - 4)))
  .map(([country, rest]) => {
    const digits = [...`${rest}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
    return country + String(98n - (BigInt(digits) % 97n)).padStart(2, '0') + rest;
  })
  .chain((number) =>
    fc.constantFrom(number, number.toLowerCase(), number.replace(/.{4}/g, '$& '), `IBAN: ${number}`, `iban${number}`),
  );

/** Right values as people type them, by type of field. */
const right: Record<string, fc.Arbitrary<string>> = {
  cardNumber: number,
  cardExpirationDate: expiry,
  cardVerificationCode: fc.stringMatching(/^\d{3,4}$/),
  text: fc.string({ minLength: 1 }),
  bankRoutingNumber: fc
    .stringMatching(/^(0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{6}$/)
    .filter((digits) => digits !== '00000000')
    .map(withRoutingCheck),
  bankAccountNumber: fc.stringMatching(/^\d{3,17}$/),
  cardholderName: fc
    .stringMatching(/^[\p{L}'’.-]{1,20}( {1,2}[\p{L}'’.-]{1,20}){0,2} ?$/u)
    .filter((name) => /\p{L}/u.test(name)),
  iban,
  bic: fc.stringMatching(/^[A-Za-z]{6}[A-Za-z\d]{2}([A-Za-z\d]{3})?$/),
  ukSortCode: fc.stringMatching(/^\d\d[- ]?\d\d[- ]?\d\d$/),
  ukAccountNumber: fc.stringMatching(/^\d{4} ?\d{4}$/),
  bsb: fc.stringMatching(/^\d{3}[- ]?\d{3}$/),
  postalCode: fc.stringMatching(/^[A-Za-z\d]{2,5}[ -]?[A-Za-z\d]{1,5}$/),
};

/** Numbers that are mostly the beginning of a longer one: right only once their box is left. */
const isRare = (type: string, value: string) => type === 'cardNumber' && /^4\d{12}$|^5019\d{10}$/.test(value);

/** What a cat on the keyboard types, with the digits and separators that boxes react to. */
const noise = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789 /-.٤２x') }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const elements: Readonly<Record<string, readonly Field[]>> = { ...commonElements, ...rareElements };
const boxesOf = Object.values(elements);
const fields: Field[] = [...new Set(boxesOf.flat())];

describe.each(fields.map((field) => [field.type, field] as const))('%s', (type, field) => {
  const typed = right[type] ?? fc.constant('');
  const anything = fc.oneof(noise, typed);

  test('a right value is complete, and so it is after it was formatted', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const value = field.parse(text);
        const live = field.judge(value, context);
        expect([text, live]).toEqual([text, isRare(type, value) ? 'incomplete' : 'complete']);
        expect(field.judge(value, { ...context, settled: true })).toBe('complete');
      }),
    );
  });

  test('no prefix of a right value is invalid', () => {
    fc.assert(
      fc.property(typed, (text) => {
        for (let end = 0; end < text.length; end += 1) {
          const prefix = text.slice(0, end);
          expect([prefix, field.judge(field.parse(prefix), context)]).not.toEqual([prefix, 'invalid']);
        }
      }),
    );
  });

  test('typed key by key, with formatting after each, a value is the same as pasted', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const shown = [...text].reduce((before, key) => field.format(field.parse(before + key)), '');
        expect([text, field.data(field.parse(shown))]).toEqual([text, field.data(field.parse(text))]);
      }),
    );
  });

  test('formatting keeps the value, so formatting twice is formatting once', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const value = field.parse(text);
        expect(field.parse(field.format(value))).toBe(value);
      }),
    );
  });

  test('leaving a box once is leaving it twice, and keeps a right value right', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const value = field.parse(text);
        const settled = field.settle?.(value) ?? value;
        expect(field.parse(field.format(settled))).toBe(settled);
        expect(field.settle?.(settled) ?? settled).toBe(settled);
        if (field.judge(value, context) === 'complete') expect(field.data(settled)).toEqual(field.data(value));
      }),
    );
  });

  test('an incomplete or wrong value tells no digit of itself', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const value = field.parse(text);
        const verdict = field.judge(value, context);
        if (verdict === 'complete') return;
        const { cardBrand: _, ...rest } = field.facts(value, verdict);
        expect(rest).toEqual({});
      }),
    );
  });

  test('judging never throws and leaving a box never makes a wrong value right', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(undefined, 'visa', 'american-express', '__proto__'), (text, cardBrand) => {
        const value = field.parse(text);
        const live = field.judge(value, { ...context, cardBrand });
        const settled = field.judge(value, { ...context, cardBrand, settled: true });
        if (!isRare(type, value)) expect(settled === 'complete').toBe(live === 'complete');
        expect(live === 'invalid' ? settled : 'invalid').toBe('invalid');
      }),
    );
  });
});

test('every box of an element has a target and an option of its own', () => {
  for (const boxes of boxesOf) {
    expect(new Set(boxes.map(({ part }) => part.target)).size).toBe(boxes.length);
    expect(new Set(boxes.map(({ part }) => part.option)).size).toBe(boxes.length);
  }
});

test.each(Object.entries(elements))('%s is found by its name, and labelled in every language', async (name, boxes) => {
  expect(await fieldsOf(name)).toEqual(boxes);
  for (const { type, label } of boxes)
    expect([type, typeof (label ?? english.labels[type as never])]).toEqual([type, 'string']);
  for (const { labels } of [...Object.values(translations), ...(boxes.length > 1 ? [english] : [])]) {
    expect(labels).toHaveProperty(name, expect.stringMatching(/./));
  }
});

test.each(['constructor', '__proto__', 'toString', 'session', ''])(
  '%j, which is no type, has no fields',
  async (name) => {
    expect(await fieldsOf(name)).toBeUndefined();
  },
);
