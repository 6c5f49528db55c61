import { drawId, Failure } from '@tessera/bridge';

/** Statuses after which the same request may still have been carried out, or may be carried out by asking again. */
const isOpen = (status: number): boolean => status >= 500 || status === 408 || status === 409 || status === 429;

const isUnanswered = (thrown: unknown): boolean => {
  if (!(thrown instanceof Failure)) return true;
  if (thrown.code === 'vault-unreachable') return true;
  return thrown.parts.problem !== undefined && isOpen(thrown.parts.problem.status);
};

/** So many unanswered intents are remembered; a page that makes more has other plans than paying. */
const maxAttempts = 100;

interface Attempt {
  readonly idempotencyKey: string;
  running?: Promise<unknown> | undefined;
}

/**
 * Makes one token of one intent (design §3, invariant 10). Equal calls in flight share one request; a retry after a lost
 * answer carries the same idempotency key; an answer ends it, and an edit makes another intent. Signatures name revisions
 * of values and hold no value.
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
