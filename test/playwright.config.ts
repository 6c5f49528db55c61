import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const whole = [
  process.env.TESSERA_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
/** The same engine without windows, which starts its processes in half the time. */
const withoutWindows = [process.env.TESSERA_CHROMIUM, '/usr/bin/chromium-headless-shell', ...whole];

const first = (paths: readonly (string | undefined)[]) => paths.find((path) => path && existsSync(path));

/** What an engine alone cannot do: fill forms by itself, and bring a page back as it was left. */
const needsWhole = /attacks\/autofill\.spec\.ts$|e2e\/history\.spec\.ts$/;

/** Quiet where there is no network: what a browser asks its maker in the background would only fail. */
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Where the system has none, Playwright takes its own: of `channel` the whole one, else the one without windows. */
const launch = (executablePath: string | undefined, channel?: string) => ({
  launchOptions: { args, ...(executablePath && { executablePath }) },
  ...(channel && !executablePath && { channel }),
});

/**
 * The attacks on what browsers do differently, which Firefox has to withstand as well: windows, ports, origins, loading, style,
 * what lies about. Counter-proofs are about our code, so that one browser is enough for them.
 */
const forFirefox = {
  testMatch:
    /attacks\/(apart|framing|integrity|keys|lost-frames|network|once|opening|origins|realm|reveal|secrecy|style)\.spec\.ts$/,
  grep: /cases? (1|2|3|4|5|6|7|8|9|10|11|12|14|16|21|22|24|31|34|35)(: | and )|case 23: (five|a retry)|case 26: (a card on file|a mirror)/,
  grepInvert:
    /counter-proof|a popup|were frames|were its values|were a frame|every brand|any other name|takes no other/,
};

export default defineConfig<object, { engine: 'chromium' | 'firefox' }>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './processes/build-served.ts',
  outputDir: '../node_modules/.playwright',
  fullyParallel: false,
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Where nobody watches, three browsers share two cores: what fails once and passes then is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: process.env.CI ? 'line' : 'list',
  use: { browserName: 'chromium', ...launch(first(withoutWindows)) },
  projects: [
    { name: 'chromium', testIgnore: needsWhole },
    {
      name: 'chromium with windows',
      testMatch: needsWhole,
      use: launch(first(whole), 'chromium'),
    },
    {
      name: 'firefox',
      ...forFirefox,
      use: { engine: 'firefox' },
    },
  ],
});
