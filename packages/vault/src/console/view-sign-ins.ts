import type { OperatorSession } from '../operators/operator-sessions.ts';
import type { Passkey } from '../operators/passkeys.ts';
import { wireTime } from '../times.ts';

export const viewPasskey = ({ id, name, createdAt, usedAt, synced }: Passkey) => ({
  ...{ id, name, synced, created_at: wireTime(createdAt) },
  last_used_at: usedAt === undefined ? null : wireTime(usedAt),
});

/** Sessions of an operator, each with the name of the passkey that it was begun with. `current` is the session of who asks. */
export const viewSessions = (sessions: readonly OperatorSession[], passkeys: readonly Passkey[], current: string) => {
  const names = new Map(passkeys.map(({ id, name }) => [id, name]));
  return sessions.map(({ id, network, passkeyId, createdAt, usedAt, endsAt }) => ({
    ...{ id, current: id === current, address: network, passkey: names.get(passkeyId) ?? '' },
    ...{ created_at: wireTime(createdAt), last_used_at: wireTime(usedAt), ends_at: wireTime(endsAt) },
  }));
};
