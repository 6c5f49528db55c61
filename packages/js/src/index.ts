import { BasisTheory } from './basis-theory.ts';

export type * from '@tessera/client';
export type { Encrypted, EncryptedData, EncryptRequest } from '@tessera/client/encrypt';
export { BasisTheoryApiError, BasisTheoryValidationError } from '@tessera/client/lazy';
// Both packages export this name; an explicit export decides between them.
export type { FieldError } from '@tessera/elements';
export * from '@tessera/elements';
export type { Api, Sessions, TokenIntents, Tokens } from './api.ts';
export { BasisTheory } from './basis-theory.ts';
export * from './card-types.ts';
export type { InitOptions } from './init-options.ts';

/**
 * The methods of `bt.applications`.
 *
 * @example
 * ```ts
 * import type { BasisTheoryApplications } from '@tessera/js';
 *
 * const countKeys = async (applications: BasisTheoryApplications) => (await applications.list()).pagination.totalItems;
 * ```
 */
export type BasisTheoryApplications = BasisTheory['applications'];
/**
 * The methods of `bt.tokens`.
 *
 * @example
 * ```ts
 * import type { BasisTheoryTokens } from '@tessera/js';
 *
 * const store = (tokens: BasisTheoryTokens, email: string) => tokens.create({ type: 'token', data: { email } });
 * ```
 */
export type BasisTheoryTokens = BasisTheory['tokens'];

/**
 * An instance for programs that share one. It is not initialized.
 *
 * @example
 * ```ts
 * import { _instance } from '@tessera/js';
 *
 * await _instance.init('key_…', { apiBaseUrl: 'https://vault.example' });
 * const { id } = await _instance.tokens.create({ type: 'token', data: 'a' });
 * ```
 */
export const _instance: BasisTheory = /* @__PURE__ */ new BasisTheory();
