import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const installed = [
  process.env.TESSERA_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = installed.find((path) => path && existsSync(path));

/** Quiet where there is no network: what a browser asks its maker in the background would only fail. */
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

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
  globalSetup: './build.config.ts',
  outputDir: '../node_modules/.playwright',
  fullyParallel: false,
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? 'line' : 'list',
  use: { browserName: 'chromium', launchOptions: { args, ...(executablePath && { executablePath }) } },
  projects: [
    { name: 'chromium' },
    {
      name: 'firefox',
      ...forFirefox,
      use: { engine: 'firefox' },
    },
  ],
});
