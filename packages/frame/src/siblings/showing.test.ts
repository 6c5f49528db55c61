import { type ElementType, fieldsOf } from '@tessera/fields';
import { expect, it } from 'vitest';
import type { View } from '../view/view-types.ts';
import { show } from './showing.ts';

/** What an element of this type puts into its boxes for a value, or why it does not. */
const shown = async (type: ElementType, value: unknown): Promise<unknown> => {
  const fields = (await fieldsOf(type)) ?? [];
  let put: unknown;
  const view = {
    boxes: fields.map((field) => ({ field })),
    put: (texts: unknown) => {
      put = texts;
    },
  };
  return show(view as unknown as View, value) ?? put;
};

const card = { number: '4242424242424242', expiration_month: 7, expiration_year: 2033, cvc: '123' };

it.each<[ElementType, unknown, unknown]>([
  ['cardNumber', card.number, [card.number]],
  ['cardNumber', card, [card.number]],
  ['cardExpirationDate', card, ['7/2033']],
  ['cardExpirationDate', { month: 7, year: 2033 }, ['7/2033']],
  ['card', card, [card.number, '7/2033', undefined]],
  ['bank', { routing_number: '021000021', account_number: '123' }, ['021000021', '123']],
  ['iban', 'DE89370400440532013000', ['DE89370400440532013000']],
  ['text', 7.5, ['7.5']],
  ['text', false, ['false']],
  ['text', null, ['']],
  ['text', ['a'], ['']],
  ['cardVerificationCode', '123', 'wrong-field'],
  ['cardVerificationCode', card, 'wrong-field'],
  ['card', card.number, 'wrong-field'],
])('a %s shows %j as %j', async (type, value, expected) => {
  expect(await shown(type, value)).toEqual(expected);
});
