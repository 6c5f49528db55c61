import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleSdk } from './bundle.ts';

/** A page that was written for the vendor's SDK: one script tag before it is all that is new. */
const page = (vault: string, sdk: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Shop</title>
<div id="card"></div><div id="note"></div><div id="number"></div><div id="expiry"></div><div id="code"></div>
<script src="${vault}/js/elements.js"></script>
<script src="/${sdk}.js"></script>
</html>`;

/** A merchant's server: `/bt-sdk-2022` is a page with that package in a bundle of its own. */
export interface Merchant {
  readonly url: string;
  close(): void;
}

/** Bundles the packages and serves their pages, with elements from the vault at this origin. */
export async function startMerchant(vault: string, packages: readonly string[]): Promise<Merchant> {
  const files = new Map<string, { type: string; text: string }>();
  for (const name of packages) {
    files.set(`/${name}`, { type: 'text/html; charset=utf-8', text: page(vault, name) });
    files.set(`/${name}.js`, { type: 'text/javascript; charset=utf-8', text: await bundleSdk(name) });
  }
  const server = createServer(({ url = '' }, response) => {
    const file = files.get(url);
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.text);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}
