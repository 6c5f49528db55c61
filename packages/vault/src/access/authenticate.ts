import { hash } from 'node:crypto';
import type { Keyring } from '../keys/port.ts';
import { ApiError } from '../problem.ts';
import type { Store } from '../store/port.ts';
import { type Entitled, rulesOf } from './access.ts';
import { compileRules } from './access-rules.ts';
import { isApiKey, isSessionKey } from './api-key.ts';
import { type Acting, findActing, findApplicationByKeyHash } from './applications.ts';
import type { Granted } from './grants.ts';
import { type Origin, requestOrigin } from './origin.ts';
import type { TenantQuota } from './quota.ts';
import { localRevocations, type Revocations } from './revocations.ts';
import { findSessionByKey } from './sessions.ts';

/** Whose key a call comes with. */
export interface Identified extends Entitled {
  tenantId: string;
  applicationId: string;
  /** The key that was used, where it is that of an application. */
  keyId?: string;
  /** Whether its tenant lets a new token be the one that has its fingerprint already. */
  deduplicates: boolean;
  /** Whether its tenant takes documented test numbers only. */
  testMode: boolean;
  /** What the operator lets its tenant store in a day, where that is not the same as for others. */
  quota: TenantQuota;
  /** The session whose key was used, and the page that it belongs to. */
  session?: Granted & { page: string };
}

/** Who is calling, and from where. */
export interface Caller extends Identified {
  origin: Origin;
}

/** A caller whose call came from an address, under a trace id. */
export const callingFrom = (identified: Identified, address: string, trace: string): Caller => ({
  ...identified,
  origin: requestOrigin(identified, address, trace),
});

const callerOf = (application: Acting): Identified => ({
  tenantId: application.tenantId,
  applicationId: application.id,
  type: application.type,
  permissions: new Set(application.permissions),
  ...(application.rules && { rules: compileRules(application.rules) }),
  deduplicates: application.settings.deduplicate_tokens === 'true',
  testMode: application.testMode,
  quota: application.quota,
});

/** Milliseconds for which another process may still accept a key that was revoked here (docs/architecture.md §5.3). */
const freshness = 1000;
const kept = 1000;

const refused = () =>
  new ApiError('unauthenticated', 'Send the API key of an application in the BT-API-KEY header.', {
    headers: { 'WWW-Authenticate': 'BT-API-KEY realm="vault"' },
  });

/**
 * Knows callers by their key. What was found is remembered for a second under the key's digest, and only until something is revoked by
 * any thread of this process; a look-up that was under way then is not remembered. So a key revoked in this process is dead at once.
 */
export const authenticator = (
  store: Store,
  keyring: Keyring,
  clock: () => number,
  revocations: Revocations = localRevocations(),
) => {
  const callers = new Map<string, { caller: Identified; until: number; revocations: number }>();

  const remembered = (name: string): Identified | undefined => {
    const known = callers.get(name);
    const now = clock();
    const fresh = known?.revocations === revocations.count() && now < known.until && now >= known.until - freshness;
    return fresh && keyring.has(known.caller.tenantId) ? known.caller : undefined;
  };

  const find = async (key: string, name: string): Promise<Identified> => {
    const now = clock();
    const started = revocations.count();
    const application = await findApplicationByKeyHash(store, keyring.hashApiKey(key), now);
    if (!application) throw refused();
    // The tenant may be younger than what this process knows of its keys, or its keys may have been destroyed.
    if (!keyring.has(application.tenantId)) await keyring.refresh();
    if (!keyring.has(application.tenantId)) throw refused();
    const caller: Identified = { ...callerOf(application), keyId: application.keyId };
    if (callers.size >= kept) callers.clear();
    // A key that expires is remembered no longer than it works.
    const until = Math.min(now + freshness, application.keyEndsAt ?? Number.POSITIVE_INFINITY);
    callers.set(name, { caller, until, revocations: started });
    return caller;
  };

  /** Sessions are few and short: they are looked up each time. They count as what opened them, a key on a page. */
  const findSession = async (key: string): Promise<Identified> => {
    const session = await findSessionByKey(store, keyring.hashApiKey(key), clock());
    if (!session || !keyring.has(session.tenantId)) {
      throw new ApiError('session-ended', 'Open another one: sessions live for at most three minutes.');
    }
    const { tenantId, applicationId, page, grants, giver, testMode, quota } = session;
    return {
      tenantId,
      applicationId,
      type: 'elements',
      permissions: new Set(),
      deduplicates: false,
      testMode,
      quota,
      session: { page, grants, giver: giver ? rulesOf(giver) : [] },
    };
  };

  return {
    /** Throws 401 for a key that is missing, malformed or unknown, and does not say which. */
    authenticate: async (key: string | null): Promise<Identified> => {
      if (key !== null && isSessionKey(key)) return await findSession(key);
      if (key === null || !isApiKey(key)) throw refused();
      // Keys are long random texts, so a plain digest gives none of them away; it costs a fifth of a keyed one.
      const name = hash('sha256', key, 'base64');
      return remembered(name) ?? (await find(key, name));
    },
    /**
     * An application of a tenant for which code acts; `undefined` where it is gone, has expired, or has no key that works. It is looked up
     * each time, so that code which runs longer than that can do no more.
     */
    actAs: async (tenantId: string, applicationId: string): Promise<Identified | undefined> => {
      const application = await findActing(store, tenantId, applicationId, clock());
      return application && callerOf(application);
    },
    forget: (): void => {
      revocations.add();
      callers.clear();
    },
  };
};

export type Authenticator = ReturnType<typeof authenticator>;
