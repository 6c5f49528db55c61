import type { Shown } from '../audit/shown.ts';
import type { Token } from './token.ts';
import { tokenType } from './token-types.ts';

/** What somebody must be allowed on a class who sees anything of its tokens, at whatever level. */
export const anyRead = 'read:<impact_level>';

/** A token in an answer that may be repeated; `needs` are permissions on its class. */
export const shownToken = (token: Token, operation: Shown['operation'], needs: readonly string[]): Shown => ({
  entityType: tokenType(token.type).entityType,
  entityId: token.id,
  operation,
  token: { privacy: token.privacy, needs },
});
