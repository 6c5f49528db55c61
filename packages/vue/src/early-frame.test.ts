import { earlyScript } from '@tessera/js/early';
import { expect, it } from 'vitest';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { EarlyFrame } from './index.ts';

it('is an inline script where a server renders it, with the nonce of the page', async () => {
  const html = await renderToString(
    createSSRApp({ render: () => h(EarlyFrame, { vault: 'https://vault.example', frames: 3, nonce: 'n1' }) }),
  );
  expect(html).toBe(`<script nonce="n1" data-frames="3">${earlyScript('https://vault.example')}</script>`);
});
