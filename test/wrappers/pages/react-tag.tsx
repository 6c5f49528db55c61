import type { FieldAttributes, FieldElement, FieldEvents } from '@tessera/js';
import { BasisTheory, defineField } from '@tessera/js';
import type { SyntheticEvent } from 'react';
import { createRoot } from 'react-dom/client';
import type {} from './window.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tessera-field': DetailedHTMLProps<HTMLAttributes<FieldElement>, FieldElement> & FieldAttributes;
    }
  }
}

window.told = [];

const tell = (event: SyntheticEvent<FieldElement>) => {
  const { detail } = event.nativeEvent as FieldEvents['change'];
  window.told.push(`${event.type} ${'key' in event ? event.key : detail.complete}`);
};

const asked = new URLSearchParams(location.search);
const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root.');
createRoot(root).render(
  <tessera-field
    id="tag"
    type="cardNumber"
    {...{ form: 'far' }}
    aria-label="Card number"
    onChange={tell}
    onFocus={tell}
    onBlur={tell}
    onKeyDown={tell}
    onClick={tell}
  />,
);
const apiBaseUrl = asked.get('vault') ?? '';
defineField(await new BasisTheory().init(asked.get('key') ?? '', { apiBaseUrl, elements: true }));
