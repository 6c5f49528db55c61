// The code of a shop, for a bundle and for Node. It uses nothing of the repository but the installed packages.
import { BasisTheory } from '@tessera/js';
import { BasisTheoryProvider, CardElement } from '@tessera/react';
import { BankElement, BasisTheoryPlugin } from '@tessera/vue';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createSSRApp } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';

const { apiBaseUrl, key } = JSON.parse(process.env.SHOP ?? '{}');
const bt = await new BasisTheory().init(key, { apiBaseUrl });
const { id } = await bt.tokens.create({ type: 'token', data: { order: '42' } });

const page = createElement(BasisTheoryProvider, {}, createElement(CardElement, { id: 'card' }));
const app = createSSRApp(BankElement, { id: 'bank' }).use(BasisTheoryPlugin, { apiKey: key, apiBaseUrl });
const sold = { id, react: renderToString(page), vue: await renderVue(app) };
// React's build for browsers leaves a MessageChannel open, which would keep the process from ending.
process.stdout.write(JSON.stringify(sold), () => process.exit(0));
