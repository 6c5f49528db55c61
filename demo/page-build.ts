import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import type { InlineConfig, Plugin } from 'vite';
import { highlight } from './pages/highlight.ts';
import { contentSecurityPolicy, vaultPlaceholder } from './pages.ts';

export const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const inLines = (lines: readonly string[]): string =>
  lines.map((line) => `<span class="line">${line}</span>`).join('');

const coloured = (source: string): string =>
  inLines(
    highlight(source).map((runs) =>
      runs
        .map(({ kind, text }) =>
          kind ? `<span class="${kind}">${escaped(text)}</span>` : escaped(text),
        )
        .join(''),
    ),
  );

/** The parts of a page between `<!-- shown -->` and `<!-- /shown -->`, without their indentation. */
const excerpts = (html: string): string =>
  [...html.matchAll(/<!-- shown -->\n( *)([\s\S]*?)\n *<!-- \/shown -->/g)]
    .map(([, indent = '', part = '']) => part.replaceAll(`\n${indent}`, '\n'))
    .join('\n\n');

/** The pages in the order of the menu, each with the text of its link. */
export const menu = {
  'index.html': 'Checkout',
  'bank.html': 'Bank account',
  'saved.html': 'Saved card',
  'react.html': 'React',
  'vue.html': 'Vue',
  'playground.html': 'Playground',
  'script-tag.html': 'Script tag',
};

const links = (current: string): string =>
  Object.entries(menu)
    .map(
      ([file, name]) =>
        `<a href="./${file}"${file === current ? ' aria-current="page"' : ''}>${name}</a>`,
    )
    .join('\n');

/** Replaces each `<!-- part: name -->` by `pages/parts/name.html`, which may contain parts as well. */
const withParts = (html: string): string =>
  html.replace(/<!-- part: ([a-z-]+) -->/g, (_, part: string) =>
    withParts(readFileSync(here(`./pages/parts/${part}.html`), 'utf8').trimEnd()),
  );

/** Puts the parts that pages share into each page. */
const sharedParts: Plugin = {
  name: 'shared-parts',
  transformIndexHtml: {
    order: 'pre',
    handler: (html, { filename }) =>
      withParts(html).replace('<!-- links -->', () => links(basename(filename))),
  },
};

/** Writes the sources that the script-tag page runs into that page, so that it always shows the code it runs. */
const ownSources: Plugin = {
  name: 'own-sources',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => {
      const shown: Record<string, string> = {
        page: coloured(excerpts(html)),
        script: coloured(readFileSync(here('./pages/public/script-tag.js'), 'utf8')),
        policy: inLines(
          escaped(contentSecurityPolicy(vaultPlaceholder)).split(/(?<=;) /),
        ),
      };
      return html.replace(
        /%(page|script|policy)%/g,
        (_, name: string) => shown[name] ?? '',
      );
    },
  },
};

/** How Vite makes the pages, built or served while they are worked on. */
export const pageConfig = {
  // This configuration takes packages from their sources.
  configFile: here('../vite.config.ts'),
  root: here('./pages'),
  plugins: [vue(), sharedParts, ownSources],
} satisfies InlineConfig;
