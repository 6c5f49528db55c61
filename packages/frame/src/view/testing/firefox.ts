import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

/** The system's Firefox: Playwright's own is another program, and needs a download. */
const executablePath = [
  process.env.TESSERA_FIREFOX,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
].find((path) => path && existsSync(path));

/**
 * Starts Firefox over WebDriver BiDi.
 *
 * @param preferences as `about:config` names them.
 */
export const launchFirefox = async (
  preferences: Readonly<Record<string, string | number | boolean>> = {},
): Promise<Browser> => {
  if (!executablePath) {
    throw new Error('There is no Firefox to test with: run "npm test", or name one in TESSERA_FIREFOX.');
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      // Tests write to the clipboard without a click before it.
      'dom.events.testing.asyncClipboard': true,
      ...preferences,
    },
  });
};
