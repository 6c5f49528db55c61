import type { Services } from '../services.ts';

/**
 * What can be wrong (the words of `audit verify --json`; they do not change):
 *
 * - `row-changed`: the MAC of an audit row does not fit what it says: it was edited, made up, or moved between tokens or tenants
 * - `rows-removed`, `rows-added`: a seal covers another number of rows than are there
 * - `rows-reordered`: the rows under a seal are genuine, but not those in that order
 * - `seal-changed`, `seal-removed`: a seal does not continue the chain, or the chain has a hole
 * - `head-missing`: a seal that the log tells of is not there: the end of the chain was cut off, or replaced
 * - `history-broken`: the versions that rows tell of a token do not follow each other: rows were copied or are missing
 * - `token-changed`: a token is not what its last write left: it was edited, or moved from another token or tenant
 * - `token-rolled-back`: a token is older than its last write
 * - `token-ahead`: a token is newer than its last audit row
 * - `token-unrecorded`: no audit row tells of a token's making
 * - `token-removed`, `token-returned`: a token is gone without a row that says so, or there although one says it was deleted
 * - `token-unreadable`: what is sealed in a token cannot be opened
 * - `value-unreadable`: the data key of something else that is sealed does not open under the version it names
 * - `record-changed`: an application, a reactor, a formula or the settings of a tenant are not what their last write left
 * - `record-unrecorded`, `record-removed`, `record-returned`: the same of them as of tokens
 * - `row-missing`: an audit row that the log tells of is not there: a write that was acknowledged is lost
 * - `destruction-forged`: a tenant is said to be destroyed, and its keys are there
 * - `keys-missing`: the key database has no keys of a tenant, and does not say that they were destroyed
 */
export type FindingKind =
  | 'row-changed'
  | 'rows-removed'
  | 'rows-added'
  | 'rows-reordered'
  | 'seal-changed'
  | 'seal-removed'
  | 'head-missing'
  | 'history-broken'
  | 'token-changed'
  | 'token-rolled-back'
  | 'token-ahead'
  | 'token-unrecorded'
  | 'token-removed'
  | 'token-returned'
  | 'token-unreadable'
  | 'value-unreadable'
  | 'record-changed'
  | 'record-unrecorded'
  | 'record-removed'
  | 'record-returned'
  | 'row-missing'
  | 'destruction-forged'
  | 'keys-missing';

/** Something that is not as it was written: what, where, and a sentence for people. Never a value. */
export interface Finding {
  kind: FindingKind;
  tenantId: string;
  /** The number of an audit row. */
  row?: number;
  seal?: number;
  tokenId?: string;
  message: string;
}

/** What a check works with. */
export interface Verification extends Pick<Services, 'store' | 'keyring' | 'clock'> {
  /** The only tenant that is looked at; all of them where this is left out. */
  only?: string;
  report(finding: Finding): Promise<void>;
  /** Called now and then: how many rows of how many have been looked at. */
  progress(what: 'audit rows' | 'tokens', done: number, total: number): void;
}
