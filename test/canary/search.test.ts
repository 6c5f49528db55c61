import { describe, expect, test } from 'vitest';
import { forms, search, searchCodes } from './search.ts';
import { cardNumbers, cvcOf, marker } from './secrets.ts';

const [number = ''] = cardNumbers;
const around = (bytes: Buffer | string) =>
  Buffer.concat([Buffer.from('before '), Buffer.from(bytes), Buffer.from(' after')]);

const hidings: [string, string | Buffer][] = [
  ['as it is', number],
  ['in groups with spaces', number.replace(/(.{4})(?=.)/g, '$1 ')],
  ['in groups with dashes', number.replace(/(.{4})(?=.)/g, '$1-')],
  ['as a JSON text within a JSON text', JSON.stringify(JSON.stringify({ number }))],
  ['in base64', Buffer.from(number).toString('base64')],
  ['in base64 of a JSON text', Buffer.from(JSON.stringify({ number })).toString('base64')],
  ['in base64 behind one byte', Buffer.from(`x${number}y`).toString('base64')],
  ['in base64 behind two bytes', Buffer.from(`xy${number}z`).toString('base64url')],
  ['in hex', Buffer.from(number).toString('hex')],
  ['in upper-case hex', Buffer.from(number).toString('hex').toUpperCase()],
  ['in UTF-16', Buffer.from(number, 'utf16le')],
  ['in UTF-16, big-endian', Buffer.from(number, 'utf16le').swap16()],
  ['backwards', [...number].reverse().join('')],
  ['without its first six and last digit', number.slice(6, -1)],
];

describe('the search for secrets', () => {
  test.each(hidings)('finds a card number %s', (_, hidden) => {
    expect(search('place', around(hidden), [number])).not.toEqual([]);
  });

  test.each(['base64', 'hex', 'utf16le', 'latin1'] as const)('finds a text in %s', (encoding) => {
    const hidden = encoding === 'utf16le' ? Buffer.from(marker, encoding) : Buffer.from(marker).toString(encoding);
    expect(search('place', around(hidden), ['something else', marker])).toMatchObject([{ secret: 1 }]);
  });

  test.each(['"cvc":"947"', "cvc: '947'", 'cvc=947', String.raw`\"cvc\":\"947\"`, '["947"]'])(
    'finds a code in %s',
    (text) => {
      expect(searchCodes('place', around(text), ['947'])).toHaveLength(1);
    },
  );

  test('finds nothing in what a vault may show of a card', () => {
    const shown = `${number.slice(0, 6)} ${number.slice(-4)} ${number.slice(-4).padStart(number.length, 'X')} 1640995200947`;
    expect(search('place', around(shown), cardNumbers)).toEqual([]);
    expect(searchCodes('place', around(shown), ['947'])).toEqual([]);
  });

  test('has no form so short that it could be found by chance', () => {
    const needles = [...cardNumbers, marker].flatMap((secret) => Object.values(forms(secret)));
    expect(Math.min(...needles.map((needle) => needle.length))).toBeGreaterThanOrEqual(9);
  });

  test('knows twenty numbers, no two of them alike', () => {
    expect(new Set(cardNumbers).size).toBeGreaterThanOrEqual(20);
    expect(new Set(cardNumbers.map(cvcOf)).size).toBe(2);
  });
});
