import { contract, routes } from '@tessera/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Rig, startRig } from '../../packages/vault/src/testing/rig.ts';
import { storageInFiles } from '../../packages/vault/src/testing/stores.ts';
import { routesOf2024 } from './routes-of-2024.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
});
afterAll(() => rig.close());

const all = Object.entries(routesOf2024).flatMap(([path, methods]) =>
  methods.split(' ').map((method): [method: string, path: string] => [method, path]),
);

/** Parameters have other names here and there. */
const shape = (method: string, path: string) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`;

const served = new Set([...routes(contract)].map(({ route }) => shape(route.method, route.path)));

it('each route of the description of 2024 is served, or refused by a 501 that says what is left out', async () => {
  const forgotten: string[] = [];
  for (const [method, path] of all) {
    const name = shape(method, path);
    if (served.has(name)) continue;
    const { status, body } = await rig.send(method, path.replace(/\{\w+\}/g, 'a'), { key: rig.acme.key });
    if (status !== 501 || body.type !== 'not-offered') forgotten.push(`${name}: ${status}`);
  }
  expect(forgotten).toEqual([]);
});
