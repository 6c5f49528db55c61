import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { auditRow } from '../audit/audit.ts';
import { currentRoot } from '../keys/current-root.ts';
import type { RootKeyProvider } from '../keys/root-key.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { assertAgreeable, assertAgreed, vaultKeyAct } from '../operators/assert-agreed.ts';
import { tenantsInScope } from '../operators/audit-operator.ts';
import type { Operator } from '../operators/operator.ts';
import { ApiError } from '../problem.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { withRootKey } from './key-refusals.ts';
import { checkTouch, touchOptions, touchRefused } from './touch.ts';

/** Whether the vault key can be replaced without a hand on the machine: its root key is used where it is, and stays there. */
export const isReplaceable = (provider: RootKeyProvider): boolean => provider.describe().heldBy !== 'this process';

type VaultKey = Pick<Handlers<typeof consoleContract.keys, ConsoleContext>, 'vaultKeyOptions' | 'replaceVaultKey'>;

/** What `keys rotate --root` does without a next place, where the root key is in a service or a token. */
export const vaultKeyOf = (services: ConsoleServices): VaultKey => {
  const { store, keyring, keys, clock, random, log, guards } = services;

  /** The root key in use. Throws where this operator cannot replace the vault key under it now. Uses nothing up. */
  const assertReplaceable = async (operator: Operator) => {
    if (!guards.ofAllTenants(operator)) {
      throw new ApiError(
        'role-forbidden',
        'The vault key wraps the keys of all tenants: this needs an operator of all.',
      );
    }
    const root = await withRootKey(() => currentRoot(keys.store, keys.root));
    if (!isReplaceable(root.provider)) {
      throw new ApiError(
        'not-offered',
        'The root key is in this process and has to be replaced with it: tessera-vault keys rotate --root.',
      );
    }
    await assertAgreeable(services, vaultKeyAct);
    return root;
  };
  /** For the vault key in use: once it was replaced, the touch is for nothing. */
  const purposeOf = (version: number) => ['replace-vault-key', String(version)] as const;

  return {
    vaultKeyOptions: async ({ identify }) => {
      const known = await identify();
      const { version } = await assertReplaceable(known.operator);
      return await touchOptions(services, known, purposeOf(version));
    },

    replaceVaultKey: async ({ identify, body }) => {
      const known = await identify();
      const { operator, actor } = known;
      const root = await assertReplaceable(operator);
      const touched = await checkTouch(services, known, body.response, purposeOf(root.version));
      const tenants = await tenantsInScope(store, keyring, operator);
      /** In the log of every tenant, since it is above the keys of all, and before it is done, since keys are in another database. */
      const note = async (next: number) => {
        // The touch was for the vault key that was in use.
        if (next !== root.version + 1) throw touchRefused();
        await assertAgreed(services, { ...vaultKeyAct, by: operator.id });
        const about = { ...actor, entityType: 'key_version', entityId: `vault-${next}` } as const;
        const rows = tenants.map(({ id }) =>
          auditRow(keyring, { ...about, operation: 'create', createdAt: clock(), tenantId: id }),
        );
        if ((await store.commit([...touched, ...rows])) !== undefined) throw touchRefused();
      };
      const options = { store: keys.store, root: keys.root, random, clock };
      const version = await withRootKey(() => rotateRoot(options, root.provider, { again: true, note }));
      log.warn({ operator_id: operator.id, version }, 'the vault key was replaced');
      await keyring.refresh();
      return { version };
    },
  };
};
