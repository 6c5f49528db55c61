import type { TokenOperation } from '../access/rules.ts';
import type { Shown } from '../audit/shown.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

/** A token in an answer that may be repeated; `needs` is what a caller must be allowed with it. */
export const shownToken = (
  token: Token,
  operation: Shown['operation'],
  needs: readonly TokenOperation[],
  masked = false,
): Shown => ({
  entityType: tokenType(token.type).entityType,
  entityId: token.id,
  operation,
  ...(masked && { masked }),
  token: { privacy: token.privacy, needs },
});
