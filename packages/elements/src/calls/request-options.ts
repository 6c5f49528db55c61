/**
 * Options of a single call with elements; always its last argument.
 *
 * @example
 * ```ts
 * import type { ElementsRequestOptions } from '@tessera/elements';
 *
 * const options: ElementsRequestOptions = { correlationId: 'order-1001' };
 * ```
 */
export interface ElementsRequestOptions {
  /** An id of your choice for this call, which the log of the vault holds. */
  readonly correlationId?: string | undefined;
  /** Refused with `api-key-not-allowed`: a call with elements uses the key its frames were opened with. */
  readonly apiKey?: string | undefined;
}
