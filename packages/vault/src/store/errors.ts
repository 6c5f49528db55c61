/**
 * - `closed`: the store was closed; or its writer or connection died over this write, and only then it may have been kept
 * - `unavailable`: the database server cannot be reached, or does not let us in
 * - `busy`: others held the database for longer than we wait
 * - `full`: no room on the disk
 * - `unwritable`: the database may not be written to, or a disk operation failed
 * - `damaged`: the file is not a database, or a damaged one
 * - `newer`: the database was made by a newer release
 * - `altered`: a migration that was applied is not the one this release knows
 * - `refused`: the statement itself was refused (a constraint, a syntax error)
 */
export type StoreErrorCode =
  | 'closed'
  | 'unavailable'
  | 'busy'
  | 'full'
  | 'unwritable'
  | 'damaged'
  | 'newer'
  | 'altered'
  | 'refused';

/** A read or write that did not happen. The message never holds a parameter, only what the engine says about the schema. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
