import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import type { ElementEvent, ElementOptions, Messages } from '@tessera/bridge';
import { build } from 'vite';
import type { View } from '../view-types.ts';

declare global {
  interface Window {
    view: View;
    events: ElementEvent[];
    messages: Messages;
    start(type: string, options: ElementOptions): Promise<void>;
  }
}

/** The current date in all tests, so that the verdicts on expiry dates stay the same. */
const today = '2026-11-15T12:00:00';

const entry = `
import { openView } from ${JSON.stringify(fileURLToPath(new URL('../open-view.ts', import.meta.url)))};
window.events = [];
window.start = async (type, options) => {
  window.view = await openView(document.body, {
    type,
    options,
    emit: (event) => window.events.push(event),
    say: (messages) => (window.messages = messages),
    clock: () => new Date('${today}'),
    ask: window.ask ?? (() => Promise.reject(new Error('The vault is not there.'))),
    neighbours: window.neighbours ?? { codeContext: () => undefined, changed: () => {} },
  });
};
`;

/** The view with all it needs as one script. */
const bundle = async (): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@tessera/source', 'browser', 'import', 'module', 'default'] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'virtual:entry' ? `\0${id}` : null),
        load: (id) => (id === '\0virtual:entry' ? entry : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: 'virtual:entry', output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('the view was not built');
  return output.output[0].code;
};

/** The system's browser where there is one; without it, Playwright's own. */
const executablePath = [
  process.env.TESSERA_CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

/** What a vault serves frames with, as far as it concerns the view. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

interface ServedFile {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

export interface OpenPage {
  readonly page: Page;
  /** Everything the browser complained about: blocked by policy, thrown, failed. */
  readonly complaints: string[];
  /** Every address that was asked for beside the document and its script. */
  readonly requests: string[];
}

export interface ViewBrowser {
  open(type: string, options?: ElementOptions, context?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

/** The files of the page that shows one element, by path. */
export const viewFiles = async (): Promise<Record<string, ServedFile>> => ({
  '/view.js': { contentType: 'text/javascript; charset=utf-8', body: await bundle() },
  '/': {
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy },
    body: '<!doctype html><html lang="en"><title>Field</title><script defer src="/view.js"></script><body></body></html>',
  },
});

/**
 * Starts Chromium, with more `flags` if wanted; each `open` loads a document with one element under the policy of a frame. There is one page, loaded
 * anew, except for those that ask for a browser context of their own.
 */
export const startBrowser = async (flags: readonly string[] = []): Promise<ViewBrowser> => {
  const [files, browser]: [Record<string, ServedFile>, Browser] = await Promise.all([
    viewFiles(),
    chromium.launch({
      ...(executablePath && { executablePath }),
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...flags,
      ],
    }),
  ]);
  const newPage = async (options: BrowserContextOptions): Promise<OpenPage> => {
    const context = await browser.newContext({ viewport: { width: 480, height: 40 }, locale: 'en-GB', ...options });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route('**/*', (route) => {
      const url = route.request().url();
      const file = files[new URL(url).pathname];
      if (file) return route.fulfill(file);
      requests.push(url);
      return route.abort();
    });
    return { page, complaints, requests };
  };
  const usual = await newPage({});
  return {
    open: async (type, options = {}, contextOptions) => {
      const opened = contextOptions ? await newPage(contextOptions) : usual;
      opened.complaints.length = 0;
      opened.requests.length = 0;
      await opened.page.goto('https://vault.test/');
      await opened.page.evaluate(([name, chosen]) => window.start(name, chosen), [type, options] as const);
      return opened;
    },
    close: () => browser.close(),
  };
};
