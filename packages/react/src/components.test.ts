import type { HostedElement } from '@tessera/js';
import type { ComponentName } from '@tessera/js/wrapping';
import { createElement, createRef, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as components from './components.ts';
import {
  BasisTheoryProvider,
  CardElement,
  CardNumberElement,
  type CardNumberElementProps,
  TextElement,
  type TextElementProps,
  useBasisTheory,
} from './index.ts';

describe('components', () => {
  it('are there for each type of element, and no other', () => {
    expectTypeOf<keyof typeof components>().toEqualTypeOf<ComponentName>();
    for (const [name, { displayName }] of Object.entries(components)) expect(displayName).toBe(name);
  });

  it('take what elements take, and nothing else', () => {
    const ref = createRef<HostedElement>();
    createElement(CardNumberElement, {
      ref,
      id: 'number',
      iconPosition: 'right',
      onChange: ({ cardBrand }) => cardBrand,
    });
    // @ts-expect-error An option of nothing.
    createElement(TextElement, { id: 'note', colour: 'navy' });
    // @ts-expect-error An option of another type.
    createElement(CardNumberElement, { rows: 2 });
    // @ts-expect-error Names of another element's inputs.
    createElement(CardElement, { placeholder: { routingNumber: '1' } });
    // @ts-expect-error A mask that nobody would see.
    createElement(TextElement, { mask: [/\d/], password: true });
    // @ts-expect-error A value that is none of the option's.
    createElement(CardNumberElement, { iconPosition: 'top' });
    expectTypeOf<CardNumberElementProps>().toHaveProperty('iconPosition');
    expectTypeOf<TextElementProps>().not.toHaveProperty('iconPosition');
    createElement(TextElement, { ref: createRef<HostedElement<'text'>>() });
    // @ts-expect-error The element, and no node of the page.
    createElement(TextElement, { ref: createRef<HTMLDivElement>() });
  });

  it('render an empty place in Node, where the SDK is not made', () => {
    const Page = () => {
      const { bt, error } = useBasisTheory('key_1', { apiBaseUrl: 'https://vault.example', elements: true });
      expect([bt, error]).toEqual([undefined, undefined]);
      return createElement(BasisTheoryProvider, { bt }, createElement(TextElement, { id: 'note', onReady: () => {} }));
    };
    expect(renderToString(createElement(StrictMode, {}, createElement(Page)))).toBe('<div id="note"></div>');
  });
});
