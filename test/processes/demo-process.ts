import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../demo/start.ts', import.meta.url));

/** A port that nothing listens on at the moment. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

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
  const [port, demoPort] = [await freePort(), await freePort()];
  const demo = runDemo(['--data-dir', folder, '--port', `${port}`, '--demo-port', `${demoPort}`]);
  await demo.ready();
  return { ...demo, shop: `http://localhost:${demoPort}`, vault: `http://localhost:${port}`, port };
};
