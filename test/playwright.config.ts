import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const whole = [
  process.env.TESSERA_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
/** Chromium without windows: the same engine, which starts its processes in half the time. */
const withoutWindows = [process.env.TESSERA_CHROMIUM, '/usr/bin/chromium-headless-shell', ...whole];

const first = (paths: readonly (string | undefined)[]) => paths.find((path) => path && existsSync(path));

/** Turns off requests that browsers make in the background, which fail where there is no network. */
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Uses the browser at this path. Without one, Playwright uses its own: the whole browser for a `channel`, else the one without windows. */
const launch = (executablePath: string | undefined, channel?: string) => ({
  launchOptions: { args, ...(executablePath && { executablePath }) },
  ...(channel && !executablePath && { channel }),
});

/**
 * Tests choose their browser by tag. `@whole-browser`: fills forms by itself or brings back a page as it was left, which
 * Chromium without windows cannot do. `@firefox`: attacks something that browsers do differently (windows, ports, origins,
 * loading, style, what is left behind), so it runs in Firefox too.
 */
const [firefox, wholeBrowser] = [/@firefox\b/, /@whole-browser\b/];

export default defineConfig<object, { engine: 'chromium' | 'firefox' }>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './processes/build-served.ts',
  outputDir: '../node_modules/.playwright',
  fullyParallel: false,
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // In CI three browsers share two cores. A test that fails once and then passes is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: process.env.CI ? 'line' : 'list',
  use: { browserName: 'chromium', ...launch(first(withoutWindows)) },
  projects: [
    { name: 'chromium', grepInvert: wholeBrowser },
    {
      name: 'chromium with windows',
      grep: wholeBrowser,
      use: launch(first(whole), 'chromium'),
    },
    {
      name: 'firefox',
      grep: firefox,
      grepInvert: /@early\b/,
      use: { engine: 'firefox' },
    },
  ],
});
