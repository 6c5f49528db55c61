import type { Identity } from '../operators/identities.ts';
import type { OperatorSession } from '../operators/operator-sessions.ts';
import type { Passkey } from '../operators/passkeys.ts';
import { wireTime } from '../times.ts';

export const viewPasskey = ({ id, name, createdAt, usedAt, synced }: Passkey) => ({
  ...{ id, name, synced, created_at: wireTime(createdAt) },
  last_used_at: usedAt === undefined ? null : wireTime(usedAt),
});

export const viewIdentity = ({ id, name, issuer, subject, createdAt, usedAt }: Identity) => ({
  ...{ id, name, issuer, subject, created_at: wireTime(createdAt) },
  last_used_at: usedAt === undefined ? null : wireTime(usedAt),
});

/** How an operator signs in. */
interface Ways {
  passkeys: readonly Passkey[];
  identities: readonly Identity[];
}

const nameIn = (ways: readonly { id: string; name: string }[], wanted: string | undefined): string | null =>
  ways.find(({ id }) => id === wanted)?.name ?? null;

/** Sessions of an operator, each with the name of what it was begun with. `current` is the session of who asks. */
export const viewSessions = (sessions: readonly OperatorSession[], { passkeys, identities }: Ways, current: string) =>
  sessions.map(({ id, network, passkeyId, identityId, createdAt, usedAt, endsAt }) => ({
    ...{ id, current: id === current, address: network },
    ...{ passkey: nameIn(passkeys, passkeyId), identity: nameIn(identities, identityId) },
    ...{ created_at: wireTime(createdAt), last_used_at: wireTime(usedAt), ends_at: wireTime(endsAt) },
  }));
