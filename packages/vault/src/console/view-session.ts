import { type ConsoleSession, roles } from '@tessera/contract/console';
import { tenantsInScope } from '../operators/audit-operator.ts';
import { idleEnd } from '../operators/operator-sessions.ts';
import { wireTime } from '../times.ts';
import type { ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';

/** Tenants that are named, at most. */
const most = 1000;

/** What the pages of the console are told about who is signed in. */
export const viewSession = async (
  {
    store,
    keyring,
    clock,
    twoPerson,
    vaultOrigin,
  }: Pick<ConsoleServices, 'store' | 'keyring' | 'clock' | 'twoPerson' | 'vaultOrigin'>,
  { session, operator }: Pick<SignedIn, 'session' | 'operator'>,
): Promise<ConsoleSession> => {
  const { permissions, tokens, actions } = roles[operator.role];
  const { id, name, role, tenantId } = operator;
  return {
    operator: { id, name, role, tenant_id: tenantId ?? null },
    tenants: (await tenantsInScope(store, keyring, operator)).slice(0, most),
    permissions: [...permissions, ...(tokens?.permissions ?? [])],
    token_transform: tokens?.transform ?? null,
    actions: [...actions],
    two_person: [...twoPerson],
    vault_url: vaultOrigin ?? null,
    expires_in: Math.max(0, Math.round((idleEnd(session) - clock()) / 1000)),
    ends_at: wireTime(session.endsAt),
  };
};
