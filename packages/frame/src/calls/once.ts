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
  readonly idempotencyKey: string;
  running?: Promise<unknown> | undefined;
}

/**
 * Makes one token per intent, even when the person presses a button twice or an answer is lost. Equal calls in flight share one request; a
 * retry after a lost answer sends the same idempotency key; an answer, or an edit of a value, ends the intent. Signatures contain the
 * revision numbers of values and never a value.
 */
export const createOnce = (crypto: Pick<Crypto, 'getRandomValues'>) => {
  const attempts = new Map<string, Attempt>();
  return (signature: string, send: (idempotencyKey: string) => Promise<unknown>): Promise<unknown> => {
    const known = attempts.get(signature);
    if (known?.running) return known.running;
    const attempt: Attempt = known ?? { idempotencyKey: drawId(crypto) };
    const [oldest] = attempts.keys();
    if (!known && attempts.size >= maxAttempts && oldest !== undefined) attempts.delete(oldest);
    attempts.set(signature, attempt);
    attempt.running = send(attempt.idempotencyKey).then(
      (answer) => {
        attempts.delete(signature);
        return answer;
      },
      (thrown: unknown) => {
        attempt.running = undefined;
        if (!isUnanswered(thrown)) attempts.delete(signature);
        throw thrown;
      },
    );
    return attempt.running;
  };
};
