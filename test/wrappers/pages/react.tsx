import { StrictMode, version } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Checkout } from './react-checkout.tsx';
import './window.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root.');
const app = (
  <StrictMode>
    <Checkout />
  </StrictMode>
);
document.documentElement.dataset.react = version;
if (root.firstElementChild) hydrateRoot(root, app);
else createRoot(root).render(app);
