import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { prometheus } from '../metrics/prometheus.ts';
import { RootKeyError, TamperedError } from './errors.ts';
import { localRootKey, type RootKeyProvider } from './root-key.ts';
import { watchedRootKeys } from './watched-root-key.ts';

const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };

/** A root key in a service, and the samples of its metrics. */
const watchedKey = (own: Partial<RootKeyProvider>) => {
  const metrics = prometheus();
  const provider: RootKeyProvider = { ...localRootKey(randomBytes(32)), ...own };
  const [watched] = watchedRootKeys(() => [provider], metrics.rootKeyCall)();
  if (!watched) throw new RangeError('There is one.');
  const samples = async () =>
    (await metrics.text()).split('\n').filter((line) => /^tessera_root_key_(call.*(count|total)|last)/.test(line));
  return { watched, samples };
};

it('counts calls to the provider of a root key by its kind, and says when it last did what it was asked for', async () => {
  const began = Date.now() / 1000;
  const { watched, samples } = watchedKey({
    describe: () => ({ uri: 'vault://bao.example/transit/tessera', heldBy: 'a key service', algorithm: 'AES' }),
  });
  expect(await samples()).toEqual([]);
  const wrapped = await watched.wrap(context, randomBytes(32));
  await watched.unwrap(context, wrapped);
  await watched.health();
  const [calls, last] = [(await samples()).slice(0, -1), (await samples()).at(-1) ?? ''];
  expect(calls).toEqual(
    ['wrap', 'unwrap', 'health'].map(
      (operation) => `tessera_root_key_call_duration_seconds_count{provider="vault",operation="${operation}"} 1`,
    ),
  );
  const [, at] = /^tessera_root_key_last_success_timestamp_seconds\{provider="vault"\} (\S+)$/.exec(last) ?? [];
  expect(Number(at)).toBeGreaterThanOrEqual(Math.floor(began));
});

it('counts what fails by its reason, without its words, and passes it on', async () => {
  const reasons = [
    [new RootKeyError('refused', 'somebody said hunter2'), 'refused'],
    [new RootKeyError('unavailable', 'silence'), 'unavailable'],
    [new TamperedError('changed'), 'tampered'],
    [new TypeError('a fault of ours'), 'broken'],
  ] as const;
  for (const [error, reason] of reasons) {
    const { watched, samples } = watchedKey({ unwrap: async () => Promise.reject(error) });
    await expect(watched.unwrap(context, randomBytes(40))).rejects.toBe(error);
    expect(await samples()).toEqual([
      'tessera_root_key_call_duration_seconds_count{provider="memory",operation="unwrap"} 1',
      `tessera_root_key_call_failures_total{provider="memory",operation="unwrap",reason="${reason}"} 1`,
    ]);
  }
});
