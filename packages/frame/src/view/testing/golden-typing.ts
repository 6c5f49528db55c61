/*
 * Golden: what people do in a box and what they see then, with `|` at the caret and brackets around a selection. One table
 * for every browser; the keys are real ones.
 */

/** One thing a person does. `insert` comes from a keyboard that knows other digits. */
export type Step =
  | { readonly type: string }
  | { readonly press: string; readonly times?: number }
  | { readonly paste: string }
  | { readonly insert: string };

const left = (times: number): Step => ({ press: 'ArrowLeft', times });
const backspace: Step = { press: 'Backspace' };
const undo: Step = { press: 'Control+Z' };
const redo: Step = { press: 'Control+Shift+Z' };
const selectAll: Step = { press: 'Control+A' };
export const visa = '4242424242424242';

/** How typing feels: what it is about, the element, what is done, and what is seen then. */
export const golden: readonly (readonly [story: string, element: string, steps: readonly Step[], seen: string])[] = [
  ['digits are grouped as they come', 'cardNumber', [{ type: visa }], '4242 4242 4242 4242|'],
  [
    'spaces and dashes that people type are their own business',
    'cardNumber',
    [{ type: '4242-4242 4242  42' }],
    '4242 4242 4242 42|',
  ],
  ['leading spaces and dashes go as well', 'cardNumber', [{ type: '  -42' }, { type: '42-5' }], '4242 5|'],
  ['letters leave no trace', 'cardNumber', [{ type: '42a42b' }], '4242|'],
  ['an American Express is grouped by its own rule', 'cardNumber', [{ type: '378282246310005' }], '3782 822463 10005|'],
  ['nineteen digits fit', 'cardNumber', [{ type: '4242424242424242427' }], '4242 4242 4242 4242 427|'],
  ['a twentieth digit is not taken', 'cardNumber', [{ type: '42424242424242424279' }], '4242 4242 4242 4242 427|'],
  [
    'a full Mastercard takes no digit in its middle',
    'cardNumber',
    [{ type: '5555555555554444' }, left(5), { type: '1' }],
    '5555 5555 5555| 4444',
  ],
  [
    'a full number can be corrected in place',
    'cardNumber',
    [{ type: '5555555555554441' }, backspace, { type: '4' }],
    '5555 5555 5555 4444|',
  ],
  ['pasted dashes and spaces go', 'cardNumber', [{ paste: '  4242-4242 4242\u00a04242 ' }], '4242 4242 4242 4242|'],
  ['pasted over a selection', 'cardNumber', [{ type: '1234' }, selectAll, { paste: '5555 5555' }], '5555 5555|'],
  ['pasted into the middle', 'cardNumber', [{ type: '4242' }, left(2), { paste: '5-5' }], '4255| 42'],
  ['Arabic-Indic digits', 'cardNumber', [{ insert: '٤٢٤٢٤٢' }], '4242 42|'],
  ['full-width digits', 'cardNumber', [{ insert: '４２４２４' }], '4242 4|'],
  [
    'Backspace right after a separator takes the digit before it',
    'cardNumber',
    [{ type: '42434242' }, left(4), backspace],
    '424|4 242',
  ],
  [
    'Delete right before a separator takes the digit after it',
    'cardNumber',
    [{ type: '42425242' }, left(5), { press: 'Delete' }],
    '4242 |242',
  ],
  [
    'a digit in the middle leaves the caret behind it',
    'cardNumber',
    [{ type: '42424242' }, left(7), { type: '7' }],
    '427|4 2424 2',
  ],
  ['several digits in the middle', 'cardNumber', [{ type: '42424242' }, left(7), { type: '789' }], '4278 9|424 242'],
  ['Backspace down to nothing', 'cardNumber', [{ type: '42424242' }, { press: 'Backspace', times: 8 }], '|'],
  ['everything selected and replaced by a key', 'cardNumber', [{ type: visa }, selectAll, { type: '5' }], '5|'],
  ['a word deleted is a group', 'cardNumber', [{ type: '42424242' }, { press: 'Control+Backspace' }], '4242|'],
  [
    'cut takes the selection and closes the gap',
    'cardNumber',
    [{ type: '42425555' }, left(4), { press: 'Shift+Home' }, { press: 'Control+X' }],
    '|5555',
  ],
  ['undo takes back a key, formatting included', 'cardNumber', [{ type: '4242' }, { type: '5' }, undo], '4242|'],
  ['undo and redo', 'cardNumber', [{ type: '4242' }, { type: '5' }, undo, redo], '4242 5|'],
  ['undo takes back a paste', 'cardNumber', [{ type: '4242' }, { paste: '5555-6' }, undo], '4242|'],
  [
    'undo takes back a deletion across a separator',
    'cardNumber',
    [{ type: '42434242' }, left(4), backspace, undo, { press: 'End' }],
    '4243 4242|',
  ],
  ['an expiry gets its slash', 'cardExpirationDate', [{ type: '1230' }], '12/30|'],
  ['an expiry with its own slash', 'cardExpirationDate', [{ type: '12/30' }], '12/30|'],
  ['an expiry with slash and spaces', 'cardExpirationDate', [{ type: '12 / 30' }], '12/30|'],
  ['a year in four digits', 'cardExpirationDate', [{ type: '12/2030' }], '12/30|'],
  ['year first', 'cardExpirationDate', [{ type: '2030-12' }], '12/30|'],
  ['year first, pasted', 'cardExpirationDate', [{ paste: '2030-12' }], '12/30|'],
  ['a month of one digit', 'cardExpirationDate', [{ type: '1/30' }], '01/30|'],
  ['a month that needs no second digit', 'cardExpirationDate', [{ type: '5' }], '05|'],
  ['a zero before the month', 'cardExpirationDate', [{ type: '0530' }], '05/30|'],
  ['a thirteenth month is January and a year', 'cardExpirationDate', [{ type: '13' }], '01/3|'],
  [
    'Backspace goes through the slash',
    'cardExpirationDate',
    [{ type: '12/3' }, { press: 'Backspace', times: 3 }],
    '1|',
  ],
  [
    'the month typed anew before its year',
    'cardExpirationDate',
    [{ type: '12/30' }, left(2), { press: 'Backspace', times: 2 }, { type: '11' }],
    '11|/30',
  ],
  ['a full expiry takes no more', 'cardExpirationDate', [{ type: '12/301' }], '12/30|'],
  ['a code of a card of unknown brand has up to four digits', 'cardVerificationCode', [{ type: '12 3-45' }], '1234|'],
  ['text stays as typed', 'text', [{ type: ' <b>4242 4242</b>  ' }], ' <b>4242 4242</b>  |'],
];
