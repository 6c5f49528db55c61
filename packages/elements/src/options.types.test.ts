import type { ElementOptions } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { expectTypeOf, test } from 'vitest';
import type { FieldElement, HostedElement, OptionName, OptionsOf } from './index.ts';

type Names<T extends ElementType> = keyof OptionsOf<T>;
type Ours<T extends ElementType> = Exclude<Names<T>, Names<'bankRoutingNumber'>>;

// Nothing here runs: the compiler is the test.
const examples = async (bt: {
  createElement<T extends ElementType>(type: T, options?: OptionsOf<T>): HostedElement<T>;
}) => {
  const card = bt.createElement('card', { rows: 2, placeholder: { cardSecurityCode: '123' }, validateOnChange: true });
  await card.update({ value: { number: '4242424242424242', expiration_month: 12 }, iconPosition: 'none' });
  const code = bt.createElement('cardVerificationCode', { targetId: 'code', cardBrand: 'visa' });
  await code.update({ 'aria-label': 'Code', autoComplete: 'cc-csc', inputMode: 'tel' });
  bt.createElement('cardExpirationDate', { value: { month: 12, year: 2030 } });
  bt.createElement('bank', { autoComplete: { routingNumber: 'off' }, value: { routing_number: '021000021' } });
  bt.createElement('text', { mask: [/\d/, '-', /\d/], transform: [/-/, ''], validation: /1/, maxLength: 3 });
  bt.createElement('text', { password: Math.random() > 0.5 });

  // @ts-expect-error One input has one row.
  bt.createElement('cardNumber', { rows: 2 });
  // @ts-expect-error A mask is for text.
  bt.createElement('cardExpirationDate', { mask: [/\d/] });
  // @ts-expect-error Brands are for numbers.
  bt.createElement('text', { cardTypes: [{ type: 'visa' }] });
  // @ts-expect-error The brand follows the number beside it.
  bt.createElement('card', { cardBrand: 'visa' });
  // @ts-expect-error One text for three inputs would name none of them.
  bt.createElement('card', { placeholder: 'Card' });
  // @ts-expect-error Parts of another element.
  bt.createElement('bank', { placeholder: { cardNumber: '1' } });
  // @ts-expect-error Each of a bank's inputs has a name of its own.
  bt.createElement('bank', { targetId: 'bank' });
  // @ts-expect-error A card is no text.
  bt.createElement('card', { value: '4242424242424242' });
  // @ts-expect-error What is masked is there to be seen.
  bt.createElement('text', { mask: [/\d/], password: true });
  // @ts-expect-error Said once, when it is made.
  await code.update({ targetId: 'other' });
  // @ts-expect-error Of another type.
  await card.update({ maxLength: 3 });

  // Code that learns the type while it runs may give any of them.
  const make = (type: ElementType, options: OptionsOf) => bt.createElement(type, options);
  await make('text', { rows: 2 }).update({ mask: [] });
  // An element of a known type stands wherever one of any type may.
  const all: HostedElement[] = [card, code];
  return all;
};
void examples;

test('each type of element has its own options', () => {
  expectTypeOf<Ours<'cardNumber'>>().toEqualTypeOf<
    'binLookup' | 'cardTypes' | 'coBadgedSupport' | 'iconPosition' | 'preSelectedNetworks' | 'skipLuhnValidation'
  >();
  expectTypeOf<Ours<'cardExpirationDate'>>().toEqualTypeOf<'maxElapsedExpirationYear' | 'showSpacing'>();
  expectTypeOf<Ours<'card'>>().toEqualTypeOf<Ours<'cardNumber'> | Ours<'cardExpirationDate'> | 'rows'>();
  expectTypeOf<Ours<'bank'>>().toEqualTypeOf<'rows'>();
  expectTypeOf<Ours<'cardVerificationCode'>>().toEqualTypeOf<'cardBrand'>();
  expectTypeOf<Ours<'text'>>().toEqualTypeOf<'mask' | 'maxLength' | 'password' | 'transform' | 'validation'>();
  expectTypeOf<Ours<'bankAccountNumber' | 'iban' | 'postalCode'>>().toEqualTypeOf<never>();
  expectTypeOf<FieldElement<'bank'>['options']>().toEqualTypeOf<OptionsOf<'bank'>>();
});

test('what can be said of an element is an option of some type, and the other way round', () => {
  expectTypeOf<OptionName>().toEqualTypeOf<keyof ElementOptions>();
  expectTypeOf<OptionsOf>().toExtend<ElementOptions>();
});
