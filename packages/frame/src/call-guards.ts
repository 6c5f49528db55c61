/*
 * Every check that stands between a value and the vault's answer, one name each; passed in as those of guards.ts are.
 */
import { tokenReply } from './calls.ts';
import type { Part } from './part.ts';
import { capability, classFloor, ownField, referencePlace } from './places.ts';
import type { Path, TokenRecord } from './records.ts';

export interface CallGuards {
  /** Where an element may stand; paths begin at the root of the token. */
  readonly payload: {
    referencePlace(path: Path, record: TokenRecord): boolean;
    classFloor(part: Part, record: TokenRecord): boolean;
    ownField(path: Path, parts: readonly Part[], pick: string | undefined, record: TokenRecord): boolean;
    /** The name of a property that could reveal a value, or nothing. */
    capability(record: TokenRecord, takesExpressions: boolean): string | undefined;
    complete(part: Part): boolean;
  };
  readonly reply: {
    /** The part of an answer that the page may see. */
    token(answer: Readonly<Record<string, unknown>>, type: string): Record<string, unknown>;
  };
}

export const callGuards: CallGuards = {
  payload: { referencePlace, classFloor, ownField, capability, complete: ({ verdict }) => verdict === 'complete' },
  reply: { token: tokenReply },
};
