import { BasisTheory } from './basis-theory.ts';

export type * from '@tessera/client';
export { BasisTheoryApiError, BasisTheoryValidationError } from '@tessera/client';
// Client and elements both have one; this is where they meet.
export type { FieldError } from '@tessera/elements';
export * from '@tessera/elements';
export { BasisTheory, type InitOptions } from './basis-theory.ts';
export * from './card-types.ts';
export type { WithElements } from './with-elements.ts';

/** The methods of `bt.applications`. */
export type BasisTheoryApplications = BasisTheory['applications'];
/** The methods of `bt.tokens`. */
export type BasisTheoryTokens = BasisTheory['tokens'];

/** An instance for pages that share one: `await _instance.init(key, { apiBaseUrl })`. */
export const _instance: BasisTheory = /* @__PURE__ */ new BasisTheory();
