// Code of a shop that its compiler checks.
import { contract } from '@tessera/contract';
import { BasisTheory, type BasisTheoryApiError, type HostedElement, type OptionsOf, type Token } from '@tessera/js';
import { BasisTheoryProvider, CardElement, TextElement, useBasisTheory } from '@tessera/react';
import { createVault } from '@tessera/vault';
import { BankElement, BasisTheoryPlugin } from '@tessera/vue';
import { useRef } from 'react';
import { createApp, h } from 'vue';

export const bt: BasisTheory = await new BasisTheory().init('key_1', { apiBaseUrl: 'https://vault.example' });
export const token: Token = await bt.tokens.retrieve('1');
export const status = (error: BasisTheoryApiError): number => error.status;
// @ts-expect-error The body lacks its type.
await bt.tokens.create({ dat: 1 });

export const note: HostedElement<'text'> = bt.createElement('text', { mask: [/\d/, /\d/] });
await note.update({ transform: [/1/, '2'] });
export const look: OptionsOf<'card'> = { placeholder: { cardNumber: 'Number' }, rows: 2 };
// @ts-expect-error Another type of element has this option.
bt.createElement('cardNumber', { mask: [/\d/] });
// @ts-expect-error This option can only be set when the element is created.
await note.update({ targetId: 'other' });

export const Checkout = () => {
  const state = useBasisTheory('key_1', { elements: true });
  const card = useRef<HostedElement>(null);
  return (
    <BasisTheoryProvider bt={state.bt}>
      <CardElement id="card" ref={card} onChange={({ cardBrand }) => cardBrand?.toUpperCase()} />
      <TextElement id="note" mask={[/\d/]} maxLength={3} />
      {/* @ts-expect-error An option of another type. */}
      <TextElement id="second" iconPosition="left" />
      {/* @ts-expect-error A value that is none of the option's. */}
      <CardElement id="other" iconPosition="top" />
    </BasisTheoryProvider>
  );
};

// @ts-expect-error Another type of element has this option.
h(BankElement, { mask: [/\d/] });
createApp(() => h(BankElement, { id: 'bank', onReady: ({ type }) => type })).use(BasisTheoryPlugin, {
  apiKey: 'key_1',
});
export const parts = { contract, createVault };
