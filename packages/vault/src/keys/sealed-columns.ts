/** Where the data database keeps data keys (DEKs) wrapped under a tenant's KEK. `key` tells rows of one tenant apart. */
export interface SealedColumns {
  table: string;
  key: string;
  kekVersion: string;
  wrappedDek: string;
  /** For people: what is sealed there. */
  what: string;
}

/** Where the data database keeps what is sealed under a KEK without a data key: the masked forms of tokens. */
export const maskedColumns = {
  table: 'tokens',
  key: 'id',
  kekVersion: 'masked_kek_version',
  sealed: 'masked_sealed',
  what: 'masked forms',
} as const;

/** All of them; a test compares the list with the schema. */
export const sealedColumns: readonly SealedColumns[] = [
  { table: 'tokens', key: 'id', kekVersion: 'kek_version', wrappedDek: 'wrapped_dek', what: 'tokens' },
  {
    table: 'tokens',
    key: 'id',
    kekVersion: 'cvc_kek_version',
    wrappedDek: 'cvc_wrapped_dek',
    what: 'verification codes',
  },
  { table: 'proxies', key: 'id', kekVersion: 'kek_version', wrappedDek: 'wrapped_dek', what: 'proxies' },
  { table: 'token_intents', key: 'id', kekVersion: 'kek_version', wrappedDek: 'wrapped_dek', what: 'token intents' },
  {
    table: 'token_intents',
    key: 'id',
    kekVersion: 'cvc_kek_version',
    wrappedDek: 'cvc_wrapped_dek',
    what: 'verification codes of token intents',
  },
  {
    table: 'client_keys',
    key: 'id',
    kekVersion: 'kek_version',
    wrappedDek: 'wrapped_dek',
    what: 'keys for client-side encryption',
  },
  { table: 'reactors', key: 'id', kekVersion: 'kek_version', wrappedDek: 'wrapped_dek', what: 'reactors' },
  { table: 'idempotency', key: 'scope', kekVersion: 'kek_version', wrappedDek: 'wrapped_dek', what: 'stored answers' },
];
