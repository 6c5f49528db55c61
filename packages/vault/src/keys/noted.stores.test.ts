import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../store/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { destroyKek, settlingTime } from './destroy.ts';
import { localRootKey } from './root-key.ts';
import { activationDelay, rotateKek } from './rotate.ts';
import { rotateRoot } from './rotate-root.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const next = () => localRootKey(new Uint8Array(32).fill(9));

type Note = () => Promise<void>;

const acts: readonly (readonly [string, (note: Note, store?: Store) => Promise<unknown>])[] = [
  [
    'a new version of a key',
    (note, store = rig.keyringOptions.store) =>
      rotateKek({ ...rig.keyringOptions, store }, rig.acme.tenantId, { note }),
  ],
  [
    'the end of a version',
    async (note, store = rig.keyringOptions.store) => {
      await rotateKek(rig.keyringOptions, rig.acme.tenantId);
      rig.pass(activationDelay + settlingTime);
      const data = { rows: async () => [] };
      return await destroyKek({ keys: store, data, clock: rig.keyringOptions.clock }, rig.acme.tenantId, 1, note);
    },
  ],
  [
    'a new root key',
    (note, store = rig.keyringOptions.store) => rotateRoot({ ...rig.keyringOptions, store }, next(), { note }),
  ],
];

it.each(acts)('is noted before it is kept, and not kept where that fails: %s', async (_, act) => {
  const failed = new Error('It cannot be noted.');
  let before: unknown;
  const stored = () => rig.keyringOptions.store.rows('select purpose, version, root_version from wrapped_keys');
  const note = async () => {
    before = await stored();
    throw failed;
  };
  await expect(act(note)).rejects.toBe(failed);
  expect(await stored()).toEqual(before);
});

it.each(acts.filter(([name]) => name.startsWith('a new')))(
  'is noted once, however often others are quicker: %s',
  async (_, act) => {
    const { store } = rig.keyringOptions;
    let commits = 0;
    const busy: Store = {
      ...store,
      commit: async (write) => {
        commits += 1;
        return commits < 3 ? 'overtaken' : await store.commit(write);
      },
    };
    let noted = 0;
    const note = async () => {
      noted += 1;
    };
    await act(note, busy);
    expect([noted, commits]).toEqual([1, 3]);
  },
);
