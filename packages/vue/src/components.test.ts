import type { HostedElement } from '@tessera/js';
import type { ComponentName } from '@tessera/js/wrapping';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createSSRApp, h, reactive } from 'vue';
import { renderToString } from 'vue/server-renderer';
import * as components from './components.ts';
import { BasisTheoryPlugin, CardElement, CardNumberElement, TextElement, useBasisTheory } from './index.ts';
import { optionsOf } from './props.ts';

describe('components', () => {
  it('are there for each type of element, and no other', () => {
    expectTypeOf<keyof typeof components>().toEqualTypeOf<ComponentName>();
    expectTypeOf<InstanceType<typeof TextElement>['element']>().toEqualTypeOf<HostedElement | undefined>();
    for (const [name, component] of Object.entries(components)) expect(component).toMatchObject({ name });
  });

  it('take what elements take, and nothing else', () => {
    h(CardNumberElement, { id: 'number', iconPosition: 'right', onChange: ({ cardBrand }) => cardBrand });
    // @ts-expect-error An option of another type.
    h(CardNumberElement, { rows: 2 });
    // @ts-expect-error Names of another element's inputs.
    h(CardElement, { placeholder: { routingNumber: '1' } });
    // @ts-expect-error A value that is none of the option's.
    h(CardNumberElement, { iconPosition: 'top' });
    // @ts-expect-error An event of another shape.
    h(CardNumberElement, { onFocus: (event: { cardBrand: string }) => event });
  });

  it('pass the bytes of a font on as they are, and everything else without proxies', () => {
    const src = new ArrayBuffer(4);
    const style = reactive({ fonts: [{ family: 'Inter', src }], base: { color: 'navy' } });
    const passed = optionsOf({ style });
    expect(passed).toEqual({ style: { fonts: [{ family: 'Inter', src }], base: { color: 'navy' } } });
    expect(passed.style?.fonts?.[0]).toHaveProperty('src', src);
    expect(() => structuredClone(passed)).not.toThrow();
  });

  it('render an empty place in Node, where the SDK is not made', async () => {
    const options = { apiKey: 'key_1', apiBaseUrl: 'https://vault.example', elements: true };
    const app = createSSRApp({
      setup: () => {
        const { bt, error } = useBasisTheory();
        expect([bt.value, error.value]).toEqual([undefined, undefined]);
        return () => h(TextElement, { id: 'note', disabled: true });
      },
    }).use(BasisTheoryPlugin, options);
    expect(await renderToString(app)).toBe('<div id="note"></div>');
  });
});
