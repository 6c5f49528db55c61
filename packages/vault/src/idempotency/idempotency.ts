import type { Caller } from '../access/authenticate.ts';
import type { Keyring } from '../keys/port.ts';
import { ApiError } from '../problem.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement, Store } from '../store/port.ts';
import {
  type About,
  answeredElsewhere,
  findAnswer,
  lifetime,
  openAnswer,
  type Place,
  type StoredAnswer,
  storeAnswer,
} from './answers.ts';
import { answerLost, replay } from './replay.ts';

/** Milliseconds after which no request is under way any more: one that was begun and left no answer was cut off. */
const longest = 120_000;

const sane = /^[\x21-\x7e]{1,255}$/;

/** A request that carries an idempotency key and has not been answered before. */
export interface Claim {
  /** Statements that store the answer; they belong into the write of the request. */
  store(answer: StoredAnswer, about: About): Statement[];
  /** Claims the request among all processes, before it has effects outside of the vault. Throws 409 where another has. */
  begin(): Promise<void>;
  /** Says that a request which was begun may have had its effects: it is not carried out again, even if its answer cannot be kept. */
  acted(): void;
  /** Ends the claim, whatever became of the request. One that has failed may be sent again. */
  release(): Promise<void>;
}

/** Deletes the stored answers that name a token or a reactor; belongs into the write that deletes it. */
export const forgetAnswers = ({ tenantId, id }: { tenantId: string; id: string }): Statement => ({
  sql: `delete from idempotency where tenant_id = ? and scope in
    (select scope from idempotency_tokens where tenant_id = ? and token_id = ?)`,
  parameters: [idColumn(tenantId), idColumn(tenantId), idColumn(id)],
});

/** Deletes answers whose time has come, and claims of requests that nobody sends again. */
export const endedAnswers = (now: number): Statement[] => [
  { sql: 'delete from idempotency where expires_at <= ?', parameters: [now] },
  { sql: 'delete from idempotency_claims where claimed_at <= ?', parameters: [now - lifetime] },
];

const inFlightError = () =>
  new ApiError('idempotency-in-flight', 'Wait for the answer of the first request, then send it again.');

/**
 * Requests that carry `BT-IDEMPOTENCY-KEY` are done once: the answer of a success is kept, sealed under the tenant's keys, in the
 * same commit as what it did, and comes again for the same request, if `mayHave` lets the caller have it. Failures are not kept. A key counts per application, method and
 * path; neither it nor the body is stored, only MACs of them.
 *
 * What has effects elsewhere is claimed before it begins, and the claim stays unless it is known to have failed: after a crash nobody knows
 * whether a card was charged, so that a retry is told to look there, and charges nothing.
 */
export const idempotency = (
  store: Store,
  keyring: Keyring,
  clock: () => number,
  mayHave = replay(store, keyring, clock),
) => {
  const inFlight = new Set<string>();

  /**
   * Claims a request, or gives the answer it got before. Throws 400 for a malformed key, 409 while the same request is under way
   * and 422 when the key was used for another body.
   */
  return async (
    key: string,
    caller: Caller,
    request: { method: string; path: string; body: string },
  ): Promise<Claim | StoredAnswer> => {
    if (!sane.test(key)) {
      throw new ApiError('malformed-request', 'BT-IDEMPOTENCY-KEY takes 1 to 255 printable ASCII characters.');
    }
    const { tenantId, applicationId } = caller;
    const keys = keyring.tenant(tenantId);
    const scope = keys.fingerprint(['idempotency scope', applicationId, request.method, request.path, key]);
    const mac = keys.fingerprint(['idempotency body', request.body]);
    const name = Buffer.from(scope).toString('base64');
    const place: Place = { tenantId, scope, type: 'idempotency' };

    if (inFlight.has(name)) throw inFlightError();
    inFlight.add(name);
    let claimed = false;
    try {
      const stored = await findAnswer(store, place, clock());
      if (stored) {
        if (!Buffer.from(mac).equals(stored.mac)) {
          throw new ApiError('idempotency-key-reused', 'Use a new idempotency key for a request with another body.');
        }
        const { body, ...conditions } = openAnswer(keys, place, stored);
        await mayHave(caller, scope, conditions);
        return { status: stored.status, body };
      }
      claimed = true;
    } finally {
      if (!claimed) inFlight.delete(name);
    }

    let state: 'new' | 'begun' | 'acted' | 'answered' = 'new';
    const own = [idColumn(tenantId), scope] as const;
    const refuseClaimed = async (): Promise<never> => {
      const [claim] = await store.rows<{ claimed_at: number }>(
        'select claimed_at from idempotency_claims where tenant_id = ? and scope = ?',
        own,
      );
      if (!claim || claim.claimed_at > clock() - longest) throw inFlightError();
      throw answerLost();
    };

    return {
      begin: async () => {
        const now = clock();
        const failed = await store.commit([
          {
            sql: 'delete from idempotency_claims where tenant_id = ? and scope = ? and claimed_at <= ?',
            parameters: [...own, now - lifetime],
          },
          {
            sql: 'insert into idempotency_claims (tenant_id, scope, claimed_at) values (?, ?, ?) on conflict do nothing',
            parameters: [...own, now],
            guard: { changes: 1, otherwise: answeredElsewhere },
          },
        ]);
        if (failed !== undefined) await refuseClaimed();
        state = 'begun';
      },
      store: (answer, about) => {
        state = 'answered';
        return storeAnswer(keys, place, { ...answer, mac, now: clock() }, about);
      },
      acted: () => {
        if (state === 'begun') state = 'acted';
      },
      release: async () => {
        try {
          if (state === 'begun') {
            await store.commit([
              { sql: 'delete from idempotency_claims where tenant_id = ? and scope = ?', parameters: own },
            ]);
          }
          if (state === 'acted') {
            // Whoever sends it again need not wait for an answer that will never be there.
            await store.commit([
              {
                sql: 'update idempotency_claims set claimed_at = ? where tenant_id = ? and scope = ?',
                parameters: [clock() - longest, ...own],
              },
            ]);
          }
        } catch {
          // A claim that cannot be taken back stays: better a request that is not repeated than one too many.
        } finally {
          inFlight.delete(name);
        }
      },
    };
  };
};
