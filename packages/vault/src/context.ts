import type { Caller } from './access/authenticate.ts';
import type { Effort } from './effort/effort.ts';
import type { Refusal, Write } from './store/port.ts';

/** What a write leads to, for the case that the same request comes again. */
export interface Kept {
  /** The answer of the call, as the handler will return it. */
  answer?: unknown;
  /** The tokens or reactors it names: deleting one of them deletes the stored answer too. */
  tokens?: readonly string[];
}

/** What a handler gets beside its parameters. */
export interface Context {
  caller: Caller;
  /** What the request may still make the vault do. */
  effort: Effort;
  /** The origin of the page, where the call comes out of a frame in it. */
  page: string | undefined;
  /** The id of the request, which its answer and its line in the log carry. */
  trace: string;
  /**
   * Keeps a write, together with the answer when the caller sent an idempotency key, so that neither exists without the other.
   * Resolves to the `otherwise` of a failed guard, as the store does.
   */
  commit(write: Write, kept?: Kept): Promise<Refusal | undefined>;
  /**
   * Said before the call has effects outside of the vault, which no commit can hold together with its answer: from then on no other
   * process begins the same call, not even after a crash. Throws 409 when another one has begun it.
   */
  begin(): Promise<void>;
  /** Marks the answer: the call used something that is deprecated since this time (milliseconds). */
  deprecated(since: number): void;
  /** Answers a success with another status than the route's own. Said before `commit`, it is kept with the answer. */
  status(status: number): void;
  /** Adds a header to the answer. */
  header(name: string, value: string): void;
}
