import { cardExpirationDate, cardNumber, commonElements, type Field, text } from '@tessera/fields';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insert, reformat, remove, type Selection } from './edit.ts';

const boxes = { cardNumber, cardExpirationDate, text };

/** `424|2` is a caret, `4[24]2` a selection. */
const read = (marked: string): Selection => {
  const start = marked.search(/[|[]/);
  const text = marked.replace(/[|[\]]/g, '');
  return { text, start, end: marked.includes(']') ? marked.indexOf(']') - 1 : start };
};

const write = ({ text: written, caret }: { text: string; caret: number }) =>
  `${written.slice(0, caret)}|${written.slice(caret)}`;

describe('typing and pasting', () => {
  test.each<[keyof typeof boxes, string, string, string]>([
    ['cardNumber', '424|', '2', '4242|'],
    ['cardNumber', '4242|', '4', '4242 4|'],
    ['cardNumber', '4242| 42', '1', '4242 1|42'],
    ['cardNumber', '4242 |42', '1', '4242 1|42'],
    ['cardNumber', '42|42 4242 42', '1', '421|4 2424 242'],
    ['cardNumber', '424|2 4242', '1', '4241| 2424 2'],
    ['cardNumber', '4242|', ' ', '4242|'],
    ['cardNumber', '4242|', 'x', '4242|'],
    ['cardNumber', '|', '  4242-4242 4242 4242', '4242 4242 4242 4242|'],
    ['cardNumber', '|', '4242424242424242427', '4242 4242 4242 4242 427|'],
    ['cardNumber', '[4242 4242] 42', '5555 5', '5555 5|42'],
    ['cardNumber', '|', '٣٧٨٢٨٢٢', '3782 822|'],
    ['cardNumber', '3|42 4242', '7', '37|42 4242'],
    ['cardExpirationDate', '|', '5', '05|'],
    ['cardExpirationDate', '1|', '3', '01/3|'],
    ['cardExpirationDate', '1|', '/', '01/|'],
    ['cardExpirationDate', '12|', '/', '12/|'],
    ['cardExpirationDate', '12|', '3', '12/3|'],
    ['cardExpirationDate', '12/203|', '0', '12/30|'],
    ['cardExpirationDate', '2030-1|', '2', '12/30|'],
    ['cardExpirationDate', '1|/30', '1', '11|/30'],
    ['cardExpirationDate', '0|/30', '5', '05|/30'],
    ['cardExpirationDate', '|/30', '1', '1|/30'],
    ['text', 'a|c', 'b ', 'ab |c'],
  ])('%s %j and %j is %j', (field, before, typed, after) => {
    expect(write(insert(boxes[field], read(before), typed))).toBe(after);
  });
});

describe('deleting', () => {
  test.each<[keyof typeof boxes, string, 'before' | 'after', string]>([
    ['cardNumber', '4242 4|', 'before', '4242|'],
    ['cardNumber', '4243 |42', 'before', '424|4 2'],
    ['cardNumber', '4243| 42', 'before', '424|4 2'],
    ['cardNumber', '4242| 52', 'after', '4242 |2'],
    ['cardNumber', '4242 |52', 'after', '4242 |2'],
    ['cardNumber', '|4242', 'before', '|4242'],
    ['cardNumber', '4242|', 'after', '4242|'],
    ['cardNumber', '42[42 4]242', 'before', '42|24 2'],
    ['cardNumber', '[4242 4242]', 'after', '|'],
    ['cardExpirationDate', '12/3|', 'before', '12/|'],
    ['cardExpirationDate', '12/|', 'before', '12|'],
    ['cardExpirationDate', '05|', 'before', '0|'],
    ['cardExpirationDate', '12/|30', 'before', '1|/30'],
    ['cardExpirationDate', '1|/30', 'before', '|/30'],
    ['cardExpirationDate', '12|/30', 'after', '12/|0'],
    ['text', 'a b|', 'before', 'a |'],
  ])('%s %j without the character %s is %j', (field, before, side, after) => {
    expect(write(remove(boxes[field], read(before), side))).toBe(after);
  });
});

const fields: readonly Field[] = commonElements.card;
const field = fc.constantFrom(...fields);
const typed = fc.string({ unit: fc.constantFrom(...'0123456789 /-٤x'), maxLength: 24 });

/** A field, what it shows after some typing, and a caret in it. */
const shown = fc.tuple(field, typed, fc.nat()).map(([box, keys, at]) => {
  const written = box.format(box.parse(keys));
  return { box, written, caret: at % (written.length + 1) };
});

const digitsIn = (written: string) => written.replace(/\D/g, '');

test('a formatted text is left alone, caret and all', () => {
  fc.assert(
    fc.property(shown, ({ box, written, caret }) => {
      expect(reformat(box, { text: written, caret })).toEqual({ text: written, caret });
    }),
  );
});

test('the caret never leaves the text, whatever is typed where', () => {
  fc.assert(
    fc.property(shown, typed, ({ box, written, caret }, keys) => {
      const edit = insert(box, { text: written, start: caret, end: caret }, keys);
      expect(edit.caret).toBeGreaterThanOrEqual(0);
      expect(edit.caret).toBeLessThanOrEqual(edit.text.length);
      expect(box.format(box.parse(edit.text))).toBe(edit.text);
    }),
  );
});

test('after a digit is typed into a number, it stands left of the caret and everything else is as before', () => {
  fc.assert(
    fc.property(typed, fc.nat(), fc.constantFrom(...'0123456789'), (keys, at, digit) => {
      const written = cardNumber.format(cardNumber.parse(keys));
      const caret = at % (written.length + 1);
      const edit = insert(cardNumber, { text: written, start: caret, end: caret }, digit);
      expect(digitsIn(edit.text.slice(0, edit.caret))).toBe(digitsIn(written.slice(0, caret)) + digit);
      expect(digitsIn(edit.text.slice(edit.caret))).toBe(digitsIn(written.slice(caret)));
    }),
  );
});

test('each deletion in a number takes exactly one digit while there is one on that side', () => {
  fc.assert(
    fc.property(typed, fc.nat(), fc.constantFrom('before' as const, 'after' as const), (keys, at, side) => {
      const written = cardNumber.format(cardNumber.parse(keys));
      const caret = at % (written.length + 1);
      const [left, right] = [digitsIn(written.slice(0, caret)), digitsIn(written.slice(caret))];
      const edit = remove(cardNumber, { text: written, start: caret, end: caret }, side);
      const kept = side === 'before' ? left.slice(0, -1) + right : left + right.slice(1);
      expect(digitsIn(edit.text)).toBe(kept);
    }),
  );
});

test('what was typed can be deleted again, key by key, down to nothing', () => {
  fc.assert(
    fc.property(shown, ({ box, written }) => {
      let current = { text: written, caret: written.length };
      for (let keys = 0; keys <= written.length * 2 && current.text !== ''; keys += 1) {
        current = remove(box, { text: current.text, start: current.caret, end: current.caret }, 'before');
      }
      expect(current.text).toBe('');
    }),
  );
});
