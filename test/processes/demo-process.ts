import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const entry = fileURLToPath(new URL('../../demo/start.ts', import.meta.url));

/** Runs what `npm start` runs, without the TESSERA_ variables of the person who runs the tests. */
export const runDemo = (args: readonly string[]) => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TESSERA_')));
  const child = spawn(process.execPath, ['--conditions=@tessera/source', entry, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close').then(() => child.exitCode);

  const ready = async (): Promise<void> => {
    while (!said.includes('Ctrl-C')) {
      const code = await Promise.race([once(child.stderr, 'data').then(() => 'more'), ended]);
      if (code !== 'more') throw new Error(`The demo ended with ${code}: ${said}`);
    }
  };
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { ready, stop, ended, said: () => said };
};

/** A demo in a folder, on free ports, with both of its servers answering. */
export const startDemo = async (folder: string) => {
  const [port, demoPort, consolePort] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--port', `${port}`, '--demo-port', `${demoPort}`, '--console-port', `${consolePort}`];
  const demo = runDemo(['--data-dir', folder, ...ports]);
  await demo.ready();
  const at = (number: number) => `http://localhost:${number}`;
  return { ...demo, shop: at(demoPort), vault: at(port), console: at(consolePort), port };
};
