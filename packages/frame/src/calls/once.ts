import { drawId, Failure } from '@tessera/bridge';

/** Statuses after which it is unknown whether the request was carried out, or after which a retry can succeed. */
const isUnsettled = (status: number): boolean => status >= 500 || status === 408 || status === 409 || status === 429;

const isUnanswered = (thrown: unknown): boolean => {
  if (!(thrown instanceof Failure)) return true;
  if (thrown.code === 'vault-unreachable') return true;
  return thrown.parts.problem !== undefined && isUnsettled(thrown.parts.problem.status);
};

/** At most this many unanswered calls are remembered; the oldest is dropped first. */
const maxAttempts = 100;

interface Attempt {
  idempotencyKey: string;
  running?: Promise<unknown> | undefined;
}

/** Idempotency keys that outlive this frame, kept by its siblings. */
export interface KeptKey {
  recall(): string | undefined;
  /** Keeps a key; `undefined` forgets it. */
  keep(key: string | undefined): void;
}

const isReused = (thrown: unknown): boolean =>
  thrown instanceof Failure &&
  (thrown.parts.problem?.data as { readonly type?: unknown } | undefined)?.type === 'idempotency-key-reused';

/**
 * Makes one token per intent, even when the person presses a button twice, an answer is lost, or the frame is. Equal calls in flight share
 * one request; a retry sends the same idempotency key; an answer, or an edit of a value, ends the intent. Signatures contain the revision
 * numbers of values and never a value.
 */
export const createOnce = (crypto: Pick<Crypto, 'getRandomValues'>) => {
  const attempts = new Map<string, Attempt>();
  /** Keys that were used here: an edit must not send them again. */
  const used = new Set<string>();

  /** The key of a frame that was lost during the same call, or a new one. */
  const keyFor = (kept: KeptKey | undefined): string => {
    const recalled = kept?.recall();
    return recalled === undefined || used.has(recalled) ? drawId(crypto) : recalled;
  };

  return (signature: string, send: (idempotencyKey: string) => Promise<unknown>, kept?: KeptKey): Promise<unknown> => {
    const known = attempts.get(signature);
    if (known?.running) return known.running;
    const attempt: Attempt = known ?? { idempotencyKey: keyFor(kept) };
    const [oldest] = attempts.keys();
    if (!known && attempts.size >= maxAttempts && oldest !== undefined) attempts.delete(oldest);
    attempts.set(signature, attempt);

    const isRecalled = attempt.idempotencyKey === kept?.recall() && !used.has(attempt.idempotencyKey);
    const sendAs = (key: string): Promise<unknown> => {
      attempt.idempotencyKey = key;
      if (used.size >= maxAttempts) used.clear();
      used.add(key);
      kept?.keep(key);
      return send(key);
    };
    const end = () => {
      attempts.delete(signature);
      kept?.keep(undefined);
    };
    attempt.running = sendAs(attempt.idempotencyKey)
      // Other values were typed than in the lost frame: a new intent.
      .catch((thrown: unknown) => {
        if (isRecalled && isReused(thrown)) return sendAs(drawId(crypto));
        throw thrown;
      })
      .then(
        (answer) => {
          end();
          return answer;
        },
        (thrown: unknown) => {
          attempt.running = undefined;
          if (!isUnanswered(thrown)) end();
          throw thrown;
        },
      );
    return attempt.running;
  };
};
