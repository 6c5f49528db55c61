import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type {
  BasisTheoryElements,
  ICardElement,
  ICardExpirationDateElement,
  ICopyButtonElement,
  ITextElement,
} from '@basis-theory/web-elements';
import { expect, expectTypeOf, test } from 'vitest';
import { inRoot } from '../../build/root.ts';
import type { HostedElement } from '../../packages/elements/src/index.ts';
import type { WebElements } from '../../packages/elements/src/web-elements/create-web-elements.ts';

test('every component and hook of the published React package stands in the checkout that the tests open', () => {
  const checkout = readFileSync(inRoot('test/published/pages/checkout.tsx'), 'utf8');
  const published: object = createRequire(import.meta.url)('@basis-theory/react-elements');
  // What the package passes on of web-elements is no component and no hook.
  const names = Object.keys(published).filter((name) => /^use[A-Z]|^[A-Z]\w*(Element|Provider)$/.test(name));
  expect(names).toContain('CardElement');
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(checkout))).toEqual([]);
});

type Missing<Theirs, Ours> = Exclude<keyof Theirs, keyof Ours>;

test('what the published package resolves to has every part and method that its types name', () => {
  expectTypeOf<Missing<BasisTheoryElements, WebElements>>().toEqualTypeOf<never>();
  for (const part of ['tokens', 'proxy', 'sessions', 'tokenIntents', 'client', 'device'] as const) {
    expectTypeOf<Missing<BasisTheoryElements[typeof part], WebElements[typeof part]>>().toEqualTypeOf<never>();
  }
  type Element = ICardElement & ICardExpirationDateElement & ICopyButtonElement & ITextElement;
  expectTypeOf<Missing<Element, HostedElement>>().toEqualTypeOf<never>();
});
