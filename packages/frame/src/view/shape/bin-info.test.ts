import { cardNumber } from '@tessera/fields';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningOf, withBinInfo } from './bin-info.ts';
import type { ChoiceScene } from './shaped-field.ts';

/** Lets answers arrive. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const start = (answer: (bin: string) => unknown, beginning = beginningOf) => {
  const asked: string[] = [];
  let redrawn = 0;
  const ask = async (path: string) => {
    const bin = path.replace('/enrichments/card-details?bin=', '');
    asked.push(bin);
    const given = answer(bin);
    if (given instanceof Error) throw given;
    return given;
  };
  const field = withBinInfo(cardNumber, ask, beginning);
  const scene: ChoiceScene = {
    ...{ value: '', label: undefined, disabled: false, mark: () => undefined },
    chosen: () => {
      redrawn += 1;
    },
  };
  field.choose?.(scene);
  /** What the page is told of a number, once all answers are there. */
  const told = async (number: string, complete = false) => {
    const verdict = complete ? 'complete' : 'incomplete';
    field.facts(number, verdict);
    await settled();
    return field.facts(number, verdict).binInfo;
  };
  return { asked, told, redraws: () => redrawn };
};

const number = '4242424242424242';
const answers: Readonly<Record<string, unknown>> = {
  '424242': { brand: 'visa', funding: null, issuer: null, binRange: [{ binMin: '424242', binMax: '424242' }] },
  '42424242': {
    ...{ brand: 'visa', funding: 'credit', segment: 'consumer', issuer: { name: 'First Bank', country: 'US' } },
    binRange: [{ binMin: '42424242', binMax: '42424242' }],
  },
  '378282': { brand: 'american-express', issuer: { country: 'US', more: number }, extra: number, segment: 7 },
};

describe('what is known of a card by its first digits', () => {
  it('is asked once for six digits and once for the eight of a complete number, and told without ranges', async () => {
    const { asked, told, redraws } = start((bin) => answers[bin]);
    expect(await told('42424')).toBeUndefined();
    for (let digits = 6; digits < 16; digits += 1)
      expect(await told(number.slice(0, digits))).toEqual({ brand: 'visa' });
    expect(await told(number, true)).toEqual({
      ...{ brand: 'visa', funding: 'credit', segment: 'consumer', issuer: { name: 'First Bank', country: 'US' } },
    });
    expect([asked, redraws()]).toEqual([['424242', '42424242'], 2]);
    expect(await told('378282246310005', true)).toEqual({ brand: 'american-express', issuer: { country: 'US' } });
    expect(asked).toEqual(['424242', '42424242', '378282']);
  });

  it('is what holds for the first six digits, as long as nothing is known of the eight', async () => {
    const { told } = start((bin) => (bin.length === 6 ? { brand: 'visa', funding: 'debit' } : {}));
    await told('424242');
    expect(await told(number, true)).toEqual({ brand: 'visa', funding: 'debit' });
  });

  it.each([null, 'text', [], { brand: null }, { brand: 7, issuer: 'x' }])(
    'is nothing for the answer %j',
    async (answer) => {
      expect(await start(() => answer).told('424242')).toBeUndefined();
    },
  );

  it('is not asked again and again of a vault that does not answer', async () => {
    const { asked, told } = start(() => new Error('out of reach'));
    for (let n = 0; n < 10; n += 1) expect(await told(`42424${n}`)).toBeUndefined();
    expect(asked).toHaveLength(3);
  });

  /** Whether what is asked and told of a number depends on a digit that the page is not told as well. */
  const dependsOnly = async (beginning: typeof beginningOf) =>
    fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^\d{6,19}$/),
        fc.stringMatching(/^\d{13}$/),
        fc.boolean(),
        async (first, rest, complete) => {
          const shown = complete && first.length >= 16 ? 8 : 6;
          const second = (first.slice(0, shown) + rest).slice(0, first.length);
          const sides = [first, second].map((each) => ({ each, ...start((bin) => ({ brand: bin }), beginning) }));
          const told = await Promise.all(sides.map((side) => side.told(side.each, complete)));
          expect(told[0]).toEqual(told[1]);
          expect(sides[0]?.asked).toEqual(sides[1]?.asked);
        },
      ),
    );

  it('depends on no digit that the page is not told as well', () => dependsOnly(beginningOf));

  it('would depend on others if more were asked for', async () => {
    await expect(dependsOnly((digits) => digits.slice(0, 11))).rejects.toThrow();
  });
});
