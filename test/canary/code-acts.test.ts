import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GuardName } from '../attacks/world/guards.ts';
import { call, found, leaks, number, openWorld, secret, type World } from './leaking-code.ts';
import { filesIn } from './search.ts';
import { cvcOf } from './secrets.ts';

/** A vault without guards, or the one that ships. */
const openWithout = (...guards: GuardName[]): Promise<World> => {
  const remover = new URL('../attacks/world/remove-guards.ts', import.meta.url);
  for (const name of guards) remover.searchParams.append('guard', name);
  return openWorld(guards.length > 0 ? [remover.href] : []);
};

const must = async (world: World, key: string, path: string, body: unknown, status = 201) => {
  const made = await call(world, key, path, body);
  expect(made.status, made.text).toBe(status);
  return JSON.parse(made.text);
};

/** An application that reads every token in plaintext, and a card for it. */
const prepare = async (world: World): Promise<{ application: string; id: string }> => {
  const rules = [{ container: '/', transform: 'reveal', permissions: ['token:read'] }];
  const wish = { name: 'Code', type: 'private', rules };
  const application = (await must(world, world.management, '/applications', wish)).id;
  const card = { number, expiration_month: 12, expiration_year: 2030, cvc: cvcOf(number) };
  const { id } = await must(world, world.key, '/tokens', { type: 'card', data: card });
  return { application, id };
};

/** Runs code that reads the card itself, as an application; what it was given names the card alone. */
const act = async (world: World, { application, id }: { application: string; id: string }, body: string) => {
  const code = `const { BadRequestError, InvalidPaymentMethodError } = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
    module.exports = async ({ bt, args, configuration: { K: k } }) => {
      const d = (await bt.tokens.retrieve(args.id)).data, n = d.number; ${body} };`;
  const wish = { name: 'R', code, configuration: { K: secret }, application: { id: application } };
  const reactor = await must(world, world.management, '/reactors', wish);
  return await call(world, world.key, `/reactors/${reactor.id}/react`, { args: { id } });
};

describe('code that reads a card with `bt` and leaks it in every way', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWithout();
  }, 60_000);
  afterAll(async () => {
    await world.vault.kill();
    await world.close();
  });

  test('tells its caller nothing, unless it gives it back, and leaves nothing in logs and files', async () => {
    const prepared = await prepare(world);
    for (const [name, , body] of leaks(world.at)) {
      const { status, text } = await act(world, prepared, body);
      expect(status, `${name}: ${text}`).not.toBe(404);
      expect(found(name, text), name).toEqual([]);
    }
    const shown = await act(world, prepared, 'return { raw: { n, k, code: d.cvc } }');
    expect(new Set(found('raw', shown.text).map(({ secret: which }) => which)).size).toBeGreaterThan(1);
    expect(world.vault.output().toString()).toContain('reactor console');
    expect(await world.vault.stop()).toBe(0);
    const places = [...filesIn(world.folder.path), { path: 'output', bytes: world.vault.output() }];
    expect(places.flatMap(({ path, bytes }) => found(path, bytes))).toEqual([]);
  }, 120_000);
});

describe('without what strikes out', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWithout(
      'lines that code writes are struck out',
      'what the vault has told code is struck out of its errors',
    );
  }, 60_000);
  afterAll(async () => {
    await world.vault.kill();
    await world.close();
  });

  test('the canary finds the card in the log, and the code of the card in the error of the caller', async () => {
    const prepared = await prepare(world);
    const { text } = await act(world, prepared, "throw new BadRequestError('cvc: ' + d.cvc)");
    expect(found('error', text).length).toBeGreaterThan(0);
    await act(world, prepared, "console.log('the number is', n); return { raw: 1 }");
    expect(await world.vault.stop()).toBe(0);
    expect(found('output', world.vault.output()).length).toBeGreaterThan(0);
  }, 120_000);
});
