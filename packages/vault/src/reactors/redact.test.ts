import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineRedactor, valueRedactor } from './redact.ts';

const plainly = (text: string) => text.toLowerCase().replace(/[ ._-]/g, '');

describe('what a formula throws for its caller', () => {
  it('holds no value that it was given, in whatever case and with whatever between its digits', () => {
    const value = fc.oneof(fc.stringMatching(/^[a-z]{3,12}$/), fc.stringMatching(/^\d{3,19}$/));
    const around = fc.stringMatching(/^[A-Z ]{0,5}$/);
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        around,
        fc.constantFrom('', ' ', '-', '.'),
        (values, text, mark) => {
          const message = values
            .map((each) => `${text}${/^\d/.test(each) ? [...each].join(mark) : each.toUpperCase()}`)
            .join(' | ');
          const told = plainly(valueRedactor({ data: [{ values }] })(message));
          for (const each of values) expect(told.replaceAll('[redacted]', '|')).not.toContain(each);
        },
      ),
    );
  });

  it('keeps the words around them', () => {
    const redact = valueRedactor([{ number: '4242424242424242', name: 'Jane Doe', month: 12 }]);
    expect(redact('Card 4242-4242-4242-4242 of JANE DOE, month 12, was refused.')).toBe(
      'Card [redacted] of [redacted], month 12, was refused.',
    );
    expect(redact('No 123456789 here')).toBe('No [redacted] here');
    expect(redact('Nothing to hide')).toBe('Nothing to hide');
  });

  it('is cut before it is looked at, and shows no beginning of a value at the cut', () => {
    const secret = `begin${'x'.repeat(2000)}`;
    const told = valueRedactor([secret])(`${'a '.repeat(490)}${secret}`);
    expect(told).toBe(`${'a '.repeat(490)}[redacted]`);
    expect(valueRedactor([])('1'.repeat(1_000_000))).toBe('[redacted]');
  });

  it('costs a bounded number of steps, and is struck out whole where they do not suffice', () => {
    // Each of these values is compared with the message at every place.
    const given = Array.from({ length: 5000 }, (_, n) => `${'1'.repeat(900)}${n}x`);
    const message = `${'1'.repeat(990)}`;
    expect(valueRedactor(given)(message)).toBe('[redacted]');
    // The counter-proof: without a bound the comparison goes on to its end, and finds none of them.
    const few = given.slice(0, 10);
    expect(valueRedactor(few, Number.POSITIVE_INFINITY)(`${'a'.repeat(400)} ok`)).toBe(`${'a'.repeat(400)} ok`);
    expect(valueRedactor(few, 100)(`${'a'.repeat(400)} ok`)).toBe('[redacted]');
    // The steps are of all messages together.
    const redact = valueRedactor([], 100);
    expect([redact('x'.repeat(40)), redact('x'.repeat(40))]).toEqual(['x'.repeat(40), '[redacted]']);
  });
});

describe('a line of the console', () => {
  it('is cut before it is looked at', () => {
    expect(lineRedactor("log('known')")(`known ${'9'.repeat(2_000_000)}`)).toBe(`known ${'#'.repeat(994)}`);
  });
});
