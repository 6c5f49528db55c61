import type { CardData, JsonValue, Problem, Token } from '@tessera/client';
import { expectTypeOf, test } from 'vitest';
import type { Elements } from './create-elements.ts';
import type { HostedElement } from './element/hosted-element.ts';
import type { ElementsApiError } from './errors.ts';

// Nothing here runs: the compiler is the test.
const examples = async (elements: Elements, number: HostedElement<'cardNumber'>, expiry: HostedElement) => {
  const data = { number, expiration_month: expiry.month(), expiration_year: 2030, cvc: undefined };
  const token = await elements.tokens.create({ type: 'card', data, metadata: { order: '1' } });
  expectTypeOf(token.data).toEqualTypeOf<CardData | null | undefined>();
  await elements.tokens.create({ type: 'card_number', data: number });
  await elements.atomicCards.create({ card: { number, expirationMonth: expiry.month() } });
  await elements.tokenize({ card: { type: 'card', data }, note: 'a' });

  // @ts-expect-error a card has no such property
  await elements.tokens.create({ type: 'card', data: { card_number: number } });
  // @ts-expect-error not a type of token
  await elements.tokens.create({ type: 'cards', data: number });
  // @ts-expect-error metadata is text
  await elements.tokens.create({ type: 'card_number', data: number, metadata: { order: 1 } });
  // @ts-expect-error atomic cards are under `card`
  await elements.atomicCards.create({ bank: { number } });
  // @ts-expect-error a listener is a function
  number.on('change', 'a');
};

test('calls with elements have the types of calls without', () => {
  expectTypeOf(examples).toBeFunction();
  expectTypeOf<Elements['tokens']['retrieve']>().returns.resolves.toEqualTypeOf<Token>();
  expectTypeOf<Elements['tokenize']>().returns.resolves.toEqualTypeOf<JsonValue>();
  expectTypeOf<ElementsApiError['data']>().toEqualTypeOf<Problem | undefined>();
});
