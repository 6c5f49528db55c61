import { expect, it, onTestFinished } from 'vitest';
import { openKeyring } from './keys/keyring.ts';
import { localRootKey } from './keys/root-key.ts';
import { rotateRoot } from './keys/rotate-root.ts';
import { createTenant } from './tenants/create.ts';
import { startRig } from './testing/rig.ts';

const next = () => localRootKey(new Uint8Array(32).fill(9));

it('is missed by a process that was not told of it with 503 for those alone who need it, and the log says why', async () => {
  const rig = await startRig();
  onTestFinished(() => rig.close());
  await rotateRoot(rig.keyringOptions, next());
  const elsewhere = await openKeyring({ ...rig.keyringOptions, root: next() });
  const made = await createTenant({ ...rig.keyringOptions, store: rig.store, keyring: elsewhere }, { name: 'New' });
  const ask = async (key: string) => await rig.send('GET', '/tenants/self', { key });
  expect(await ask(made.key)).toMatchObject({ status: 503, body: { type: 'unavailable' } });
  expect((await ask(rig.acme.key)).status).toBe(200);
  expect(rig.lines.join('\n')).toContain('This is not the root key that the stored keys are wrapped under.');
});
