import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test as base, type FrameLocator, type Page } from '@playwright/test';
import type { BasisTheory, ElementEvent, HostedElement } from '@tessera/js';
import { dataFolder, initVault, makeApplication, runVault, serveVault } from '../processes/vault-process.ts';
import { blocks } from './font.ts';

declare global {
  interface Window {
    BasisTheory: BasisTheory;
    /** What the shop's page keeps between two steps of a test. */
    fields: Record<string, HostedElement>;
    heard: ElementEvent[];
  }
}

/**
 * A shop on an origin of its own, whose only page loads the vault's script and nothing else. What is asked for in the
 * query, the page is served with: `?content-security-policy=…`, and an early frame with `?early`. It has a font beside its page, which its vault allows.
 */
export interface Shop {
  readonly url: string;
  readonly vault: string;
  readonly tenantId: string;
  readonly elementsKey: string;
  /** A second key of the same tenant. */
  readonly otherElementsKey: string;
  readonly serverKey: string;
  /** Reads plain texts as they were typed. */
  readonly plainKey: string;
  /** Reads the masked form of bank accounts. */
  readonly bankKey: string;
  readonly managementKey: string;
}

const page = (vault: string, beforeSdk: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Shop</title>${beforeSdk}
<body>
<form><div id="number"></div><div id="expiry"></div><div id="code"></div><div id="card"></div><div id="note"></div></form>
<script nonce="shop" src="${vault}/js/basis-theory.js"></script>
</body>
</html>`;

const startShop = async () => {
  const folder = dataFolder();
  const { key, tenant_id: tenantId } = await initVault(folder.path);
  const bins = join(folder.path, 'bins.csv');
  writeFileSync(bins, 'bin,brand,funding,segment,issuer,country\n424242,visa,credit,consumer,First Bank,US\n');
  const { code, all } = await runVault(['bins', 'import', bins, '--data-dir', folder.path]);
  if (code !== 0) throw new Error(`bins import ended with ${code}: ${all}`);
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://shop');
    if (pathname === '/blocks.ttf') return response.setHeader('access-control-allow-origin', '*').end(blocks);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const { early, ...headers } = Object.fromEntries(searchParams);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return response.end(
      page(vault.origin, early === undefined ? '' : `<script src="${vault.origin}/js/early.js"></script>`),
    );
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const flags = ['--font-origins', `http://localhost:${port}`, '--elements-bins'];
  const vault = await serveVault(folder.path, [], flags);
  const [elementsKey, otherElementsKey, serverKey, plainKey, bankKey] = await Promise.all([
    makeApplication(vault, key, 'elements', [
      ...['token:pci:create', 'token:general:create', 'token:bank:create', 'token-intent:create'],
    ]),
    makeApplication(vault, key, 'elements', ['token:pci:create']),
    makeApplication(vault, key, 'server_to_server', [
      ...['token:pci:read:low', 'token:general:read:low', 'token-intent:read'],
    ]),
    makeApplication(vault, key, 'server_to_server', ['token:pci:read:high', 'token:general:read:high']),
    makeApplication(vault, key, 'server_to_server', ['token:bank:read:low']),
  ]);
  return {
    shop: {
      ...{ url: `http://localhost:${port}/`, vault: vault.origin, tenantId },
      ...{ elementsKey, otherElementsKey, serverKey, plainKey, bankKey, managementKey: key },
    },
    close: async () => {
      server.close();
      await vault.stop();
      folder.remove();
    },
  };
};

export const test = base.extend<object, { shop: Shop }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { shop, close } = await startShop();
      await use(shop);
      await close();
    },
    { scope: 'worker' },
  ],
});

/** The one input of the frame under an element of the page, or the input of that autofill name in a card. */
export const inputIn = (page: Page, container: string, autocomplete?: string) => {
  const frame: FrameLocator = page.frameLocator(`${container} iframe`);
  return frame.locator(autocomplete === undefined ? 'input' : `input[autocomplete="${autocomplete}"]`);
};

/** Reads a token as the shop's server would. */
export const readToken = async (
  { vault, serverKey }: Shop,
  id: string,
  key = serverKey,
): Promise<Record<string, unknown>> => {
  const response = await fetch(`${vault}/tokens/${id}`, { headers: { 'BT-API-KEY': key } });
  return (await response.json()) as Record<string, unknown>;
};
