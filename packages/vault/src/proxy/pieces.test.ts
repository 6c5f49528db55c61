import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../expressions/json.ts';
import { escapeXml, formPieces, jsonPieces, type Piece, textPieces } from './pieces.ts';

/** A text with every reference in it replaced by a value. */
const fill = (pieces: readonly Piece[], value: Json): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.write(value))).join('');

const characters = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
/** What stands around a reference and is none itself. */
const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('{{'));
const values = fc.oneof(
  characters,
  fc.jsonValue().map((value) => value as Json),
);

describe('a value in its place', () => {
  it('is that value in JSON, and text as the name of a property, whatever stands around it', () => {
    fc.assert(
      fc.property(plain, values, (around, value) => {
        const text = JSON.stringify({ around, here: '{{ id }}', '{{ id }}': 0 }, undefined, 1);
        const found = JSON.parse(fill(jsonPieces(text) ?? [], value));
        const name = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
        expect(Object.keys(found)).toContain(name);
        expect(found.around).toEqual(JSON.parse(JSON.stringify(around)));
        if (name !== 'here') expect(found.here).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is one value of a form, and ends none', () => {
    fc.assert(
      fc.property(characters, (value) => {
        const found = new URLSearchParams(fill(formPieces('a=1&pan={{ id }}&z=%7b%7b+id+}}'), value));
        const meant = value.toWellFormed();
        expect([...found]).toEqual([
          ['a', '1'],
          ['pan', meant],
          ['z', meant],
        ]);
      }),
    );
  });

  it('begins no markup in XML', () => {
    fc.assert(fc.property(characters, (value) => !/[<>"']|&(?!#\d+;)/.test(escapeXml(value))));
  });
});

describe('a text without references', () => {
  it('stays letter by letter', () => {
    const text = characters.filter((each) => !each.includes('{') && !/%7b/i.test(each));
    fc.assert(
      fc.property(text, fc.json(), (plain, json) => {
        expect(fill(textPieces(plain), 'x')).toBe(plain);
        expect(fill(formPieces(plain), 'x')).toBe(plain);
        if (!json.includes('{{')) expect(fill(jsonPieces(` ${json}\n`) ?? [], 'x')).toBe(` ${json}\n`);
      }),
    );
  });

  it('is no JSON where it is none', () => {
    expect(jsonPieces('{"a": {{ id }} }')).toBeUndefined();
    expect(jsonPieces('"{{ id }}')).toBeUndefined();
  });
});
