/** What a column may hold. Times are integers: milliseconds since 1970-01-01T00:00Z. Ids are 16 bytes (see `ids.ts`). */
export type SqlValue = string | number | bigint | Uint8Array | null;

/**
 * Why a write kept nothing: a word for the guard that failed, with the index of the thing it was about where one write is about several.
 * Plain data, because it may cross a thread.
 */
export type Refusal = string | { readonly reason: string; readonly index: number };

/** How many rows the statement must change, and what the whole write means when it does not. */
export interface Guard {
  changes: number;
  otherwise: Refusal;
}

/** One statement of a write, in SQL that SQLite and PostgreSQL both understand, with `?` for parameters. */
export interface Statement {
  sql: string;
  parameters: readonly SqlValue[];
  guard?: Guard;
}

/**
 * Statements that are kept together or not at all. Data, not closures: an engine may batch, pipeline or repeat it. Other processes
 * may write at the same time, so what a write relies on stands in its guards and in constraints, not in what was read before.
 */
export type Write = readonly Statement[];

/** Whoever waits for rows that take long to find. */
export interface Asker {
  /** Whom it counts for where several wait: the tenant. */
  readonly group: string;
  /** Throws if nobody waits for the rows any more. Asked before each statement. */
  assertWanted(): void;
}

/** What can be read. */
export interface Reads {
  /** Rows as plain records named after the columns. Sees every commit that has resolved. */
  rows<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** Where rows are kept. Both engines pass the same suite, so nothing above this line knows which one it talks to. */
export interface Store extends Reads {
  /**
   * Resolves once durable: `undefined` when all of it was kept, else the `otherwise` of the first guard that failed,
   * with nothing of it kept. Rejects with a `StoreError`, again with nothing kept.
   */
  commit(write: Write): Promise<Refusal | undefined>;
  /**
   * The same for statements that look at many rows or large ones: they run beside the thread that answers everybody, a few at a time,
   * and those of different groups in turn.
   */
  scans(asker: Asker): Reads;
  /**
   * Resolves once the writes to a table that were under way, of any process, have ended. Numbers that the database gave out before
   * then stand in rows that can be read, or never will.
   */
  settle(table: string): Promise<void>;
  /** Finishes the writes already taken, then lets go of the files. Calling it again is harmless. */
  close(): Promise<void>;
}
