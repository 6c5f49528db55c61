import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAcquirer } from './acquirer.ts';
import { chargeReactor } from './charge-reactor.ts';
import { consoleLink } from './console-link.ts';
import { readKeys, shopKeys, writeKeys } from './keys.ts';
import { help, type Options, readOptions, StartError } from './options.ts';
import { openOrderBook } from './order-book.ts';
import { createShop, type Pages } from './server.ts';
import { initVault, serveVault } from './vault-process.ts';

const say = (text: string) => void process.stderr.write(text);

/** Listens on loopback only: the demo is for the person at this machine. */
const listen = (server: Server | SecureServer, port: number, flag: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is taken, perhaps by an earlier "npm start". Stop that, or choose another, or 0 for any that is free: npm start -- --${flag} ${port + 1000}`
            : `Port ${port} cannot be used (${error.code}). Choose another, or 0 for any that is free: npm start -- --${flag} ${port + 1000}`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });

const portOf = (server: Server | SecureServer) =>
  (server.address() as AddressInfo).port;

const close = (server: Server | SecureServer) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A port to listen on: the one asked for, or any for 0. Fails now, and not after a build, when it is taken. */
const freePort = async (wanted: number, flag: string): Promise<number> => {
  const probe = createServer();
  await listen(probe, wanted, flag);
  const port = portOf(probe);
  await close(probe);
  return port;
};

const makeFolder = (path: string) => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new StartError(`The data folder cannot be made (--data-dir): ${reason}`);
  }
};

interface Addresses {
  shop: string;
  vault: string;
  console: string;
  /** A link that lets a first person into the console. */
  link: string | undefined;
}

const words = ({ shop, vault, console, link }: Addresses, dataDir: string) => `
  Shop     ${shop}
  Vault    ${vault}
  Console  ${console}${link === undefined ? ', with your passkey' : `\n           ${link} lets you in, once`}

  Pay with 4242 4242 4242 4242, any future date and any code, in three fields or in one.
  Then stop with Ctrl-C, start again, and find the order still there: the shop kept a token,
  the vault keeps the card. Data, keys and the vault's log are in ${dataDir}

`;

/** Makes ready what browsers load, and gives the pages of the shop. `shop` is the server that they are served from. */
export type PreparePages = (vaultOrigin: string, shop: Server) => Promise<Pages>;

/** Runs the vault and answers requests to the shop, until that is stopped or the vault ends. */
const serve = async (
  { port, demoPort, consolePort, dataDir }: Options,
  vaultOrigin: string,
  shop: Server,
  pages: Pages,
  stopRequested: Promise<void>,
) => {
  makeFolder(dataDir);
  if (!readKeys(dataDir)) {
    const { key } = await initVault(dataDir, 'Slow Kiln');
    writeKeys(dataDir, { managementKey: key });
  }

  const acquirer = createAcquirer();
  await listen(acquirer.server, 0, 'port');
  const acquirerHost = `localhost:${portOf(acquirer.server)}`;
  const authorityFile = join(dataDir, 'demo-acquirer.pem');
  writeFileSync(authorityFile, acquirer.authority);

  const vault = await serveVault(dataDir, port, vaultOrigin, [
    '--allowed-destinations',
    acquirerHost,
    '--egress-ca',
    authorityFile,
    '--console-port',
    `${consolePort}`,
  ]).catch(async (error) => {
    await close(acquirer.server);
    throw error;
  });
  try {
    const acquirerUrl = `https://${acquirerHost}`;
    const { managementKey, ...keys } = await shopKeys(dataDir, vaultOrigin);
    const listener = createShop({
      ...keys,
      vaultOrigin,
      acquirerUrl,
      reactorId: await chargeReactor({ vaultOrigin, managementKey, acquirerUrl }),
      pages,
      book: openOrderBook(join(dataDir, 'demo-orders.json')),
      report: (error) => say(`The shop: ${error}\n`),
    });
    shop.on('request', listener);
    await listen(shop, demoPort, 'demo-port');
    const addresses = {
      shop: `http://localhost:${demoPort}`,
      vault: vaultOrigin,
      console: `http://localhost:${consolePort}`,
      link: await consoleLink(dataDir, consolePort),
    };
    say(words(addresses, dataDir));

    const ended = await Promise.race([
      stopRequested.then(() => false),
      vault.ended.then(() => true),
    ]);
    await close(shop);
    if (ended)
      throw new StartError(`The vault ended unexpectedly:\n${vault.lastWords()}`);
  } finally {
    await vault.stop();
    await close(acquirer.server);
  }
};

const run = async (
  wanted: Options,
  preparePages: PreparePages,
  stopRequested: Promise<void>,
) => {
  const options = {
    ...wanted,
    port: await freePort(wanted.port, 'port'),
    demoPort: await freePort(wanted.demoPort, 'demo-port'),
    consolePort: await freePort(wanted.consolePort, 'console-port'),
  };
  const vaultOrigin = `http://localhost:${options.port}`;
  const shop = createServer();
  const pages = await preparePages(vaultOrigin, shop);
  try {
    await serve(options, vaultOrigin, shop, pages, stopRequested);
  } finally {
    await pages.close?.();
  }
};

/** Runs vault and shop until they are told to stop, and gives the exit code. */
export const runDemo = async (preparePages: PreparePages): Promise<number> => {
  let isStopping = false;
  const stopRequested = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        isStopping = true;
        resolve();
      });
    }
  });
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options === 'help') say(help);
    else await run(options, preparePages, stopRequested);
    return 0;
  } catch (error) {
    // Ctrl-C ends a build as well, which then fails; that is not an error to report.
    if (isStopping) return 0;
    if (!(error instanceof StartError)) throw error;
    say(`${error.message}\n`);
    return 1;
  }
};
