import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Checkout } from './react-checkout.tsx';

/** The page as a server sends it. */
export const render = (): string =>
  renderToString(
    <StrictMode>
      <Checkout />
    </StrictMode>,
  );
