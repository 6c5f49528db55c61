import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { find } from './find.ts';
import { startFramework } from './framework.ts';
import { ReactCheckout } from './react-checkout.tsx';
import reactCheckoutText from './react-checkout.tsx?raw';

startFramework(
  { name: 'react-checkout.tsx', text: reactCheckoutText, at: 'const PaymentForm' },
  (shop, onPaid, onHeard) => {
    createRoot(find(document, '#app')).render(
      <StrictMode>
        <ReactCheckout shop={shop} onPaid={onPaid} onHeard={onHeard} />
      </StrictMode>,
    );
  },
);
