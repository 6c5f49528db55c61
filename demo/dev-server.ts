/*
 * A vault, and a shop whose pages come from Vite's development server: a change of a page or of a package that it imports shows at
 * once. `dev.ts` starts this program again after all other changes. These pages have no Content-Security-Policy, because Vite's
 * client needs what it forbids; `npm start` serves them with it.
 */
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { buildServedScripts } from './fresh-build.ts';
import { pageConfig } from './page-build.ts';
import { vaultPlaceholder } from './pages.ts';
import { runDemo } from './run.ts';

process.exitCode = await runDemo(async (vaultOrigin, shop) => {
  await buildServedScripts();
  const vite = await createServer({
    ...pageConfig,
    plugins: [
      react(),
      ...pageConfig.plugins,
      {
        name: 'vault-origin',
        transformIndexHtml: (html) => html.replaceAll(vaultPlaceholder, vaultOrigin),
      },
    ],
    appType: 'mpa',
    server: { middlewareMode: true, ws: { server: shop } },
  });
  return {
    serve: (request, response) => vite.middlewares(request, response),
    close: () => vite.close(),
  };
});
