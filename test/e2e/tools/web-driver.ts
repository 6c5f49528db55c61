import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A browser under WebDriver, which Selenium and WebdriverIO speak: `clear` then `type` is what both do when they set a value. Chromium is driven by
 * chromedriver. Firefox is driven over Marionette, to which geckodriver passes each command on.
 */
export interface Driven {
  navigate(url: string): Promise<void>;
  /** Runs the body of an async function in the page. */
  run(body: string, ...args: readonly string[]): Promise<unknown>;
  /** The input in the iframe under an element of the page; what follows acts in that frame, until `leave`. */
  inputIn(selector: string): Promise<string>;
  leave(): Promise<void>;
  type(element: string, text: string): Promise<void>;
  clear(element: string): Promise<void>;
  value(element: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The key under which WebDriver passes elements. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
const elementOf = (answer: unknown): string => (answer as Record<string, string>)[elementKey] ?? '';

/** Calls `done` with the answer of an async function. */
const wrapped = (body: string) =>
  `const done = arguments[arguments.length - 1]; (async (args) => { ${body} })([...arguments]).then(done, (error) => done(String(error)));`;

const firstOf = (paths: readonly (string | undefined)[]) => paths.find((path) => path && existsSync(path));
const chromium = firstOf([process.env.TESSERA_CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium']);
const chromedriver = firstOf([process.env.TESSERA_CHROMEDRIVER, '/usr/bin/chromedriver']);
const firefox = firstOf([process.env.TESSERA_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox']);

const end = async (program: ChildProcess) => {
  program.kill();
  if (program.exitCode === null && program.signalCode === null) await once(program, 'exit');
};

const openChromium = (driver: string, binary: string) => async (): Promise<Driven> => {
  const program = spawn(driver, ['--port=0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    program.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk);
      const found = /successfully on port (\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    program.once('exit', () => reject(new Error(`chromedriver ended: ${said}`)));
  });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://localhost:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(JSON.stringify(value).slice(0, 500));
    return value;
  };
  const args = ['--headless', '--no-sandbox', '--disable-gpu'];
  const { sessionId } = (await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'goog:chromeOptions': { binary, args } } },
  })) as { sessionId: string };
  const session = `/session/${sessionId}`;
  const find = (selector: string) => ask('POST', `${session}/element`, { using: 'css selector', value: selector });
  return {
    navigate: async (url) => void (await ask('POST', `${session}/url`, { url })),
    run: (body, ...given) => ask('POST', `${session}/execute/async`, { script: wrapped(body), args: given }),
    inputIn: async (selector) => {
      await ask('POST', `${session}/frame`, { id: await find(`${selector} iframe`) });
      return elementOf(await find('input'));
    },
    leave: async () => void (await ask('POST', `${session}/frame`, { id: null })),
    type: async (element, text) => void (await ask('POST', `${session}/element/${element}/value`, { text })),
    clear: async (element) => void (await ask('POST', `${session}/element/${element}/clear`, {})),
    value: (element) => ask('GET', `${session}/element/${element}/property/value`),
    close: async () => {
      await ask('DELETE', session).catch(() => {});
      await end(program);
    },
  };
};

/** The port that Firefox writes into its profile once it listens. */
const portIn = async (folder: string): Promise<number> => {
  for (;;) {
    const path = join(folder, 'MarionetteActivePort');
    if (existsSync(path)) return Number(readFileSync(path, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const openFirefox = (binary: string) => async (): Promise<Driven> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-marionette-'));
  writeFileSync(join(folder, 'user.js'), 'user_pref("marionette.port", 0);\n');
  const program = spawn(binary, ['--marionette', '--headless', '--profile', folder], { stdio: 'ignore' });
  const socket = connect(await portIn(folder), 'localhost');
  const waiting = new Map<number, (answer: [error: unknown, result: unknown]) => void>();
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      // Each message is its length in bytes, a colon, and JSON.
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, colon));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      if (Array.isArray(message)) waiting.get(message[1])?.([message[2], message[3]]);
    }
  });
  let asked = 0;
  const ask = (command: string, parameters: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, ([error, result]) => (error ? reject(new Error(JSON.stringify(error))) : resolve(result)));
      const text = JSON.stringify([0, asked, `WebDriver:${command}`, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  const resultOf = async (answer: Promise<unknown>) => ((await answer) as { value: unknown }).value;
  const find = (selector: string) => resultOf(ask('FindElement', { using: 'css selector', value: selector }));
  await ask('NewSession');
  return {
    navigate: async (url) => void (await ask('Navigate', { url })),
    run: (body, ...args) => resultOf(ask('ExecuteAsyncScript', { script: wrapped(body), args })),
    inputIn: async (selector) => {
      await ask('SwitchToFrame', { element: elementOf(await find(`${selector} iframe`)) });
      return elementOf(await find('input'));
    },
    leave: async () => void (await ask('SwitchToFrame', { id: null })),
    type: async (id, text) => void (await ask('ElementSendKeys', { id, text })),
    clear: async (id) => void (await ask('ElementClear', { id })),
    value: (id) => resultOf(ask('GetElementProperty', { id, name: 'value' })),
    close: async () => {
      socket.destroy();
      await end(program);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The browsers that can be driven here. */
export const drivers: Readonly<Record<string, () => Promise<Driven>>> = {
  ...(chromedriver && chromium && { 'chromedriver and Chromium': openChromium(chromedriver, chromium) }),
  ...(firefox && { 'Marionette and Firefox': openFirefox(firefox) }),
};
