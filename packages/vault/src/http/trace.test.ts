import { luhn } from '@tessera/rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceId } from './trace.ts';

const trace = (given: string) =>
  traceId(new Request('https://vault.test/', { headers: { 'BT-TRACE-ID': given } }), () => 'fresh');

const checkDigit = (digits: string): string => [...'0123456789'].find((check) => luhn(digits + check)) ?? '';

const cardNumber = fc
  .array(fc.constantFrom(...'0123456789'), { minLength: 11, maxLength: 18 })
  .map((digits) => digits.join('') + checkDigit(digits.join('')));

describe('a trace id of the caller', () => {
  it('is taken as it is when it is short and plain', () => {
    fc.assert(fc.property(fc.uuid(), (id) => trace(id) === id));
    for (const id of ['order:7/retry=2', '4242424242424243', '42424242424', '00-4bf92f3577b34da6a3ce929d0e0e4736-01']) {
      expect(trace(id)).toBe(id);
    }
  });

  it('is drawn anew when it may hold a card number, whatever stands around or between its digits', () => {
    const around = fc.constantFrom('', 'order-', 'x', 'card:', '/');
    const mark = fc.constantFrom('', '-', '.', '_');
    fc.assert(
      fc.property(cardNumber, around, mark, (number, text, between) => {
        const written = number.replace(/(.{4})(?=.)/g, `$1${between}`);
        expect(trace(`${text}${written}`)).toBe('fresh');
        expect(trace(`${written}x${text}`)).toBe('fresh');
      }),
    );
  });

  it('is drawn anew when it is long, empty or holds anything that a log or a header could trip over', () => {
    for (const odd of ['', 'x'.repeat(129), '"}\\', 'a b', '<b>', '{{id}}']) expect(trace(odd)).toBe('fresh');
  });
});
