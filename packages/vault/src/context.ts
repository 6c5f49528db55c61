import type { Caller } from './access/authenticate.ts';
import type { Shown } from './audit/shown.ts';
import type { Effort } from './effort/effort.ts';
import type { Refusal, Write } from './store/port.ts';

/** The answer to store with a write, in case the same request is repeated. */
export interface Kept {
  /** The answer of the call, as the handler will return it. */
  answer?: unknown;
  /** The tokens or reactors it names: deleting one of them deletes the stored answer too. */
  tokens?: readonly string[];
  /** What the answer tells about: who gets it again has to be allowed to, and it is audited again. */
  shown?: readonly Shown[];
  /** Permissions that the caller must hold to get the answer again, beside the one of the route. */
  permissions?: readonly string[];
  /** Milliseconds since the epoch, at which something ends that the answer may hold. */
  until?: number;
}

/** What a call is about to store. */
export interface Creation {
  tokens: number;
  bytes: number;
}

/** A call of the API that code makes while a request is answered. */
export interface CodeCall {
  method: string;
  /** With the query. */
  path: string;
  /** JSON, where there is one. */
  body: string | undefined;
  /** Aborted when the code has ended. */
  signal: AbortSignal;
  /** Is told what the call has shown. */
  saw: NonNullable<Context['saw']>;
}

/** What a handler gets besides its parameters. */
export interface Context {
  caller: Caller;
  /** What the request may still make the vault do. */
  effort: Effort;
  /** The origin of the page, if the call comes from a frame in a page. */
  page: string | undefined;
  /** The trace id of the request, which is in its answer and its log line. */
  trace: string;
  /**
   * Commits a write. If the caller sent an idempotency key, the answer is stored in the same commit, so that neither exists alone.
   * Resolves to the `otherwise` of a failed guard, as the store does.
   */
  commit(write: Write, kept?: Kept): Promise<Refusal | undefined>;
  /** Call this before something is stored. Throws 429 if the key or its tenant has stored as much as it may. */
  creates(creation: Creation): Promise<void>;
  /**
   * Call this before a call has effects outside of the vault, which cannot be committed together with the answer. From then on no
   * other process starts the same call, not even after a crash. Throws 409 if another one has started it.
   */
  begin(): Promise<void>;
  /** Call this when a call that has begun may have had such effects: it is then not carried out again, even if no answer can be kept. */
  acted(): void;
  /**
   * Does work that goes on after the answer, with an effort of its own and room in memory of its own. The key is judged anew: what it may
   * no longer do is refused. Rejects with whatever the work throws.
   */
  again<Result>(own: Pick<Context, 'begin' | 'commit'>, work: (context: Context) => Promise<Result>): Promise<Result>;
  /**
   * Calls the API as an application of the same tenant, for code that may use the vault as that. It costs what this request may still make
   * the vault do. Errors are answers like all others: it never rejects.
   */
  callAs(applicationId: string, call: CodeCall): Promise<{ status: number; body: string }>;
  /**
   * Where code makes the call: is told what it is shown, and when a part of that ends, in milliseconds since the epoch. What the code then
   * gives back may hold it.
   */
  saw?: ((shown: Shown, until?: number) => void) | undefined;
  /** Marks the answer as deprecated since this time (milliseconds). */
  deprecated(since: number): void;
  /** Sets another status of success than that of the route. Call it before `commit`, which stores it with the answer. */
  status(status: number): void;
  /** Adds a header to the answer. */
  header(name: string, value: string): void;
}
