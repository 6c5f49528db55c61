import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { parseAllowedOrigins } from './access/allowed-origins.ts';
import { openKeyring } from './keys/keyring.ts';
import { rotateRoot } from './keys/rotate-root.ts';
import { remoteRootKey } from './keys/testing/remote-root-key.ts';
import { startRig } from './testing/rig.ts';
import { createVault } from './vault.ts';

it('keeps no vault from what others have destroyed while it waits for keys that came with it', async () => {
  const { provider } = remoteRootKey();
  const rig = await startRig({ root: provider });
  onTestFinished(() => rig.close());
  const { promise: answer, resolve: answers } = Promise.withResolvers<void>();
  let isSilent = false;
  const root = {
    ...provider,
    unwrap: async (...asked: Parameters<typeof provider.unwrap>) => {
      if (isSilent) await answer;
      return await provider.unwrap(...asked);
    },
  };
  const keyring = await openKeyring({ ...rig.keyringOptions, root });
  const seconds: (() => void)[] = [];
  const vault = createVault({
    ...{ ...rig.keyringOptions, store: rig.store, keyring, allowedOrigins: parseAllowedOrigins(undefined) },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    every: (milliseconds, run) => {
      if (milliseconds === 1000) seconds.push(run);
      return () => undefined;
    },
  });
  onTestFinished(() => vault.close());
  const { tenantId } = await rig.tenant('Umbrella');
  await keyring.refresh();
  await rotateRoot(rig.keyringOptions, provider, { again: true });
  await rig.tenant('Initech');
  isSilent = true;
  for (const run of seconds) run();
  await turn();
  await rig.keyring.destroyTenant(tenantId);
  for (const run of seconds) run();
  await expect.poll(() => keyring.has(tenantId)).toBe(false);
  answers();
});
