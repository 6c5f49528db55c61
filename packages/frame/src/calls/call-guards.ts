/*
 * Every check between a typed value and the vault's answer, each under a name. They are passed as an argument, so that a test can replace
 * exactly one and show that its attack then succeeds.
 */
import type { Json } from '../json.ts';
import type { Part } from '../siblings/part.ts';
import { allowedPath, capability, classFloor, knownType, ownField } from './element-rules.ts';
import type { Path, TokenRecord } from './payload.ts';
import { tokenReply } from './token-reply.ts';

export interface CallGuards {
  /** Where an element may be used; paths begin at the root of the token. */
  readonly payload: {
    knownType(record: TokenRecord): boolean;
    allowedPath(path: Path, record: TokenRecord): boolean;
    classFloor(part: Part, record: TokenRecord): boolean;
    ownField(path: Path, parts: readonly Part[], pick: string | undefined, record: TokenRecord): boolean;
    /** The name of a property of the token that could reveal a value, or nothing. */
    capability(record: TokenRecord, takesExpressions: boolean): string | undefined;
    complete(part: Part): boolean;
    /** Whether a person typed the value, so that its idempotency key may be kept for another frame. */
    typed(part: Part): boolean;
  };
  readonly reply: {
    /** The part of an answer that the page may see. */
    token(answer: Json, type: string): Record<string, unknown>;
  };
}

export const callGuards: CallGuards = {
  payload: {
    ...{ knownType, allowedPath, classFloor, ownField, capability },
    complete: ({ verdict }) => verdict === 'complete',
    typed: ({ given }) => !given,
  },
  reply: { token: tokenReply },
};
