import cardValidator from 'card-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCardNumber, judgeCard } from './card.ts';
import { luhn } from './luhn.ts';

/** A first digits, a length and the name of each brand, written out by hand from the brands' published ranges. */
const issued = [
  ['4242', [16, 18, 19], 'visa'],
  ['1354', [15], 'uatp'],
  ['501971', [16], 'dankort'],
  ['607484', [16], 'rupay'],
  ['5555', [16], 'mastercard'],
  ['2223', [16], 'mastercard'],
  ['3782', [15], 'american-express'],
  ['3622', [14, 16, 19], 'diners-club'],
  ['6011', [16, 19], 'discover'],
  ['3566', [16, 17, 18, 19], 'jcb'],
  ['6200', [14, 15, 16, 17, 18, 19], 'unionpay'],
  ['6304', [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  ['636368', [16], 'elo'],
  ['2201', [16, 17, 18, 19], 'mir'],
  ['637095', [16], 'hiper'],
  ['606282', [16], 'hipercard'],
  ['830000', [12, 15, 16, 19], 'unknown'],
] as const;

const withCheckDigit = (number: string): string =>
  [...'0123456789'].map((digit) => number + digit).find((candidate) => luhn(candidate)) ?? '';

const cards = fc.constantFrom(...issued).chain(([start, lengths, name]) =>
  fc.constantFrom(...lengths).chain((length) =>
    fc
      .string({
        unit: fc.constantFrom(...'0123456789'),
        minLength: length - start.length - 1,
        maxLength: length - start.length - 1,
      })
      .map((middle) => ({ number: withCheckDigit(start + middle), name })),
  ),
);

describe('judgeCard', () => {
  test('a right number of each brand and length is complete and known by its brand', () => {
    fc.assert(
      fc.property(cards, ({ number, name }) => {
        const { brand, verdict } = judgeCard(number);
        expect([verdict, brand.name]).toEqual(['complete', name]);
        expect(isCardNumber(number)).toBe(true);
      }),
    );
  });

  test('no prefix of a right number is invalid', () => {
    fc.assert(
      fc.property(cards, ({ number }) => {
        for (let length = 0; length < number.length; length += 1)
          expect(judgeCard(number.slice(0, length)).verdict).not.toBe('invalid');
      }),
    );
  });

  test('agrees with card-validator about numbers of every brand it knows', () => {
    const near = cards.chain(({ number }) =>
      fc
        .tuple(fc.nat({ max: number.length }), fc.stringMatching(/^\d{0,2}$/))
        .map(([end, tail]) => number.slice(0, end) + tail),
    );
    fc.assert(
      fc.property(near, (number) => {
        const { card, isValid, isPotentiallyValid } = cardValidator.number(number, { luhnValidateUnionPay: true });
        // The library knows fewer brands, and calls some of these Maestro.
        if (!card || number.length > 19 || judgeCard(number).brand.name !== card.type) return;
        const verdict = isValid ? 'complete' : isPotentiallyValid ? 'incomplete' : 'invalid';
        expect([number, judgeCard(number).verdict]).toEqual([number, verdict]);
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever is complete here is accepted by the server', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,22}$/), (number) => {
        return judgeCard(number).verdict !== 'complete' || isCardNumber(number);
      }),
    );
  });

  test.each([
    ['5555555555554445', 'invalid', 'the only length of the brand, wrong check digit'],
    ['55555555555544440', 'invalid', 'a digit too many'],
    ['4242424242424241', 'incomplete', 'two more digits could make it right'],
    ['4242424242424242427', 'invalid', 'no digit can follow and the check digit is wrong'],
    ['6200000000000006', 'incomplete', 'UnionPay, check digit wrong, longer numbers exist'],
    ['9'.repeat(20), 'invalid', 'longer than any card'],
  ])('%s is %s: %s', (number, verdict) => {
    expect(judgeCard(number).verdict).toBe(verdict);
  });

  test('the vendor’s list of test cards is complete', () => {
    const list =
      '4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100 ' +
      '378282246310005 371449635398431 6011111111111117 6011000990139424 3056930009020004 36227206271667 ' +
      '3566002020360505 620000000000000';
    for (const number of list.split(' ')) expect([number, judgeCard(number).verdict]).toEqual([number, 'complete']);
  });

  test('a Visa of thirteen digits is right once nothing more is typed, and until then the beginning of a longer one', () => {
    expect(judgeCard('4007000000027').verdict).toBe('incomplete');
    expect(judgeCard('4007000000027', { settled: true }).verdict).toBe('complete');
    expect(judgeCard('4007000000028', { settled: true }).verdict).toBe('invalid');
    expect(judgeCard('42424242424242', { settled: true }).verdict).toBe('incomplete');
  });

  test.each(['5895627823453005', '5895620000000002'])(
    'Naranja checks %s by a rule of its own or by Luhn’s',
    (number) => {
      expect(judgeCard(number)).toMatchObject({ verdict: 'complete', brand: { name: 'naranja' } });
      expect(isCardNumber(number)).toBe(true);
      const others = [...'0123456789'].map((digit) => number.slice(0, -1) + digit).filter(isCardNumber);
      expect(others.length).toBeLessThanOrEqual(2);
    },
  );

  test('code length and gaps follow the brand', () => {
    expect(judgeCard('3782').brand).toMatchObject({ gaps: [4, 10], codeSizes: [4] });
    expect(judgeCard('4242').brand).toMatchObject({ gaps: [4, 8, 12, 16], codeSizes: [3] });
    expect(judgeCard('').brand).toMatchObject({ name: 'unknown', codeSizes: [3, 4] });
  });
});
