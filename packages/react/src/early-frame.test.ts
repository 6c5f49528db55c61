import { earlyScript } from '@tessera/js/early';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { EarlyFrame } from './index.ts';

it('is an inline script where a server renders it, with the nonce of the page', () => {
  const html = renderToString(createElement(EarlyFrame, { vault: 'https://vault.example', frames: 3, nonce: 'n1' }));
  expect(html).toBe(`<script nonce="n1" data-frames="3">${earlyScript('https://vault.example')}</script>`);
});
