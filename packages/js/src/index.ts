export {
  type AppInfo,
  BasisTheoryApiError,
  BasisTheoryValidationError,
  type Problem,
  type RequestOptions,
  type VaultClient,
} from '@tessera/client';
export * from '@tessera/elements';
export { BasisTheory, type InitOptions } from './basis-theory.ts';
export type { WithElements } from './with-elements.ts';
