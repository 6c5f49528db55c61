/** What can be set for a call beside its payload. */
export interface ElementsRequestOptions {
  /** Appears with the request in the logs of the vault. */
  readonly correlationId?: string | undefined;
  /** Refused with `api-key-not-allowed`: a call with elements uses the key its frames were opened with. */
  readonly apiKey?: string | undefined;
}
