/** A new project of a framework: what its own `create` command would make, as far as a build needs it. */
export interface Project {
  /** The heading of its part of docs/install.md. */
  readonly heading: string;
  /** The package of this repository that it installs, as `npm run pack` takes it. */
  readonly installs: 'react' | 'vue' | 'js';
  /** What `npm i` installs before. */
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly build: string;
  /** Files that the build makes, and what they hold: what the server renders, or what the browser loads. */
  readonly makes: Readonly<Record<string, string>>;
}

const tsconfig = (options: object) =>
  JSON.stringify({
    compilerOptions: {
      ...{ strict: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', noEmit: true },
      ...{ lib: ['es2023', 'dom', 'dom.iterable'], ...options },
    },
    include: ['src'],
  });

const page = (script: string) => `<!doctype html>
<html lang="en"><head><title>Shop</title></head>
<body><div id="app"></div><script type="module" src="${script}"></script></body></html>`;

const angularJson = {
  version: 1,
  projects: {
    shop: {
      projectType: 'application',
      root: '',
      sourceRoot: 'src',
      architect: {
        build: {
          builder: '@angular/build:application',
          options: {
            browser: 'src/main.ts',
            index: 'src/index.html',
            tsConfig: 'tsconfig.json',
            outputHashing: 'none',
          },
        },
      },
    },
  },
  cli: { analytics: false },
};

export const projects: Readonly<Record<string, Project>> = {
  react: {
    heading: 'React with Vite',
    installs: 'react',
    packages: [
      ...['react', 'react-dom', 'vite', '@vitejs/plugin-react'],
      ...['typescript', '@types/react', '@types/react-dom'],
    ],
    files: {
      'index.html': page('/src/main.tsx'),
      'vite.config.js': "import react from '@vitejs/plugin-react';\nexport default { plugins: [react()] };",
      'tsconfig.json': tsconfig({ jsx: 'react-jsx' }),
      'src/main.tsx': `import { createRoot } from 'react-dom/client';
import { Checkout } from './checkout';
createRoot(document.querySelector('#app')!).render(<Checkout />);`,
    },
    build: 'npx tsc && npx vite build',
    makes: { 'dist/index.html': '/assets/' },
  },
  next: {
    heading: 'Next',
    installs: 'react',
    packages: ['next', 'react', 'react-dom', 'typescript@6.0', '@types/react', '@types/node'],
    files: {
      'app/layout.tsx': `import type { ReactNode } from 'react';
const Layout = ({ children }: { children: ReactNode }) => <html lang="en"><body>{children}</body></html>;
export default Layout;`,
      'next.config.js': 'export default { turbopack: { root: import.meta.dirname } };',
    },
    build: 'NEXT_TELEMETRY_DISABLED=1 npx next build',
    makes: { '.next/server/app/index.html': '<div id="card"' },
  },
  vue: {
    heading: 'Vue with Vite',
    installs: 'vue',
    packages: ['vue', 'vite', '@vitejs/plugin-vue', 'vue-tsc', 'typescript@6.0'],
    files: {
      'index.html': page('/src/main.ts'),
      'vite.config.js': "import vue from '@vitejs/plugin-vue';\nexport default { plugins: [vue()] };",
      'tsconfig.json': tsconfig({}),
      'src/main.ts':
        "import { createApp } from 'vue';\nimport Checkout from './Checkout.vue';\ncreateApp(Checkout).mount('#app');",
    },
    build: 'npx vue-tsc && npx vite build',
    makes: { 'dist/index.html': '/assets/' },
  },
  nuxt: {
    heading: 'Nuxt',
    installs: 'vue',
    packages: ['nuxt', 'vue'],
    files: {
      'nuxt.config.ts': "export default defineNuxtConfig({ telemetry: false, compatibilityDate: '2026-01-01' });",
    },
    build: 'npx nuxt generate',
    makes: { '.output/public/index.html': '<div id="card"' },
  },
  sveltekit: {
    heading: 'SvelteKit',
    installs: 'js',
    packages: [
      '@sveltejs/kit',
      '@sveltejs/adapter-static',
      '@sveltejs/vite-plugin-svelte',
      'svelte',
      'vite',
      'svelte-check',
      'typescript@6.0',
    ],
    files: {
      'vite.config.js': `import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit({ adapter: adapter() })] };`,
      'tsconfig.json': JSON.stringify({ extends: '$app/tsconfig', include: ['src'] }),
      'src/app.html':
        '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>',
      'src/routes/+page.ts': 'export const prerender = true;',
    },
    build: 'npx vite build && npx svelte-check',
    makes: { 'build/index.html': '<div id="card"' },
  },
  angular: {
    heading: 'Angular',
    installs: 'js',
    packages: [
      ...['core', 'common', 'compiler', 'platform-browser', 'build', 'cli', 'compiler-cli'].map(
        (name) => `@angular/${name}`,
      ),
      ...['rxjs', 'tslib', 'typescript@6.0'],
    ],
    files: {
      'angular.json': JSON.stringify(angularJson),
      'tsconfig.json': tsconfig({ noEmit: false, experimentalDecorators: true, skipLibCheck: false }),
      'src/index.html':
        '<!doctype html><html lang="en"><head><base href="/"></head><body><app-checkout></app-checkout></body></html>',
      'src/main.ts': `import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Checkout } from './app/checkout';
bootstrapApplication(Checkout, { providers: [provideZonelessChangeDetection()] });`,
    },
    build: 'NG_CLI_ANALYTICS=false npx ng build',
    makes: { 'dist/shop/browser/main.js': 'app-checkout' },
  },
};
