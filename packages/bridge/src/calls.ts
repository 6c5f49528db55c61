/** Stands in a payload for what an element holds. Only the frame, on the vault's origin, replaces it by the value. */
export interface Reference {
  /** The element's id, drawn by its frame. */
  readonly $element: string;
  /** One property of the element instead of all: `expiration_month`. */
  readonly pick?: string | undefined;
  /** The date as text, in this format: `MM/yy`. */
  readonly format?: string | undefined;
}

/** The calls that a frame makes for its page: to the vault, but for `tokens.encrypt`, whose answer the page gets. */
export type CallName =
  | 'tokens.create'
  | 'tokens.encrypt'
  | 'tokenIntents.create'
  | 'tokenize'
  | 'atomicCards.create'
  | 'atomicBanks.create';

/** What the page may set for a call beside its payload. Key and address cannot be set: the frame uses its own. */
export interface CallOptions {
  /** Sent as `BT-TRACE-ID`; appears in the logs of the vault. */
  readonly correlationId?: string | undefined;
  /** 128 random bits as hex. Equal in calls that are meant to make the same token, so that a retry after a lost frame makes no second one. */
  readonly intent?: string | undefined;
}
