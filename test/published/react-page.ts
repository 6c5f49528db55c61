import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** The script of the checkout with the vendor's React package, as a merchant's bundler makes it. */
export const bundleCheckout = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('pages/checkout.tsx', import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const [script] = 'output' in built ? built.output : [];
  if (script?.type !== 'chunk') throw new Error('No script came of the checkout.');
  return script.code;
};

/** The page around it. Its script of elements comes before its own; without an address, it comes from wherever the package looks. */
export const checkoutPage = (webElements: string | undefined, script: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Shop</title>
<div id="root"></div>
${webElements === undefined ? '' : `<script src="${webElements}"></script>`}
<script src="${script}"></script>
</html>`;
