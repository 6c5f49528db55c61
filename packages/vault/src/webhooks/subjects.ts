import type { Wire } from '@tessera/contract';
import { idToText } from '../ids.ts';
import { columnId } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import { wireTime } from '../times.ts';

/** What an event shows of the object that it is about. It is never encrypted data, a key or a secret. */
export type Subject = Readonly<Record<string, unknown>>;

/** Looks an object up as it is now. `undefined` when it is gone. */
type Show = (store: Reads, tenant: Uint8Array | null, id: Uint8Array | null) => Promise<Subject | undefined>;

interface Made {
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const made = (row: Made) => ({
  created_by: columnId(row.created_by),
  created_at: wireTime(row.created_at),
  modified_by: columnId(row.modified_by),
  modified_at: row.modified_at === null ? undefined : wireTime(row.modified_at),
});

const madeColumns = 'created_at, created_by, modified_at, modified_by';

interface TokenRow extends Made {
  alias: string | null;
  type: string;
  container: string;
  metadata: string | null;
  expires_at: number | null;
}

/**
 * Everything that is kept of a token in clear, but for its fingerprint, by which equal values could be found. One with an id that its request
 * made is shown with its own id too: there is no other in the event that tells of its end.
 */
const token: Show = async (store, tenant, id) => {
  const [row] = await store.rows<TokenRow>(
    `select alias, type, container, metadata, expires_at, ${madeColumns} from tokens where tenant_id = ? and id = ?`,
    [tenant, id],
  );
  if (!row || id === null) return undefined;
  return {
    ...(row.alias !== null && { id: row.alias, entity_id: idToText(id) }),
    type: row.type,
    container: row.container,
    containers: [row.container],
    metadata: row.metadata === null ? undefined : JSON.parse(row.metadata),
    expires_at: row.expires_at === null ? undefined : wireTime(row.expires_at),
    ...made(row),
  };
};

const intent: Show = async (store, tenant, id) => {
  const [row] = await store.rows<Pick<TokenRow, 'type' | 'created_at' | 'created_by'> & { expires_at: number }>(
    'select type, expires_at, created_at, created_by from token_intents where tenant_id = ? and id = ?',
    [tenant, id],
  );
  return (
    row && {
      type: row.type,
      expires_at: wireTime(row.expires_at),
      created_by: columnId(row.created_by),
      created_at: wireTime(row.created_at),
    }
  );
};

const named =
  (table: 'applications' | 'proxies' | 'reactors' | 'reactor_formulas' | 'webhooks', more = ''): Show =>
  async (store, tenant, id) => {
    const [row] = await store.rows<Made & { name: string; type?: string }>(
      `select name, ${more}${madeColumns} from ${table} where tenant_id = ? and id = ?`,
      [tenant, id],
    );
    return row && { name: row.name, ...(row.type !== undefined && { type: row.type }), ...made(row) };
  };

const nothing: Show = async () => undefined;

/** By the kinds of the audit: what an event calls the object, and what it shows of it beside its id. */
export const subjects: Readonly<Record<Wire['EntityType'], { name: string; show: Show }>> = {
  application: { name: 'application', show: named('applications', 'type, ') },
  application_key: { name: 'application_key', show: nothing },
  backup: { name: 'backup', show: nothing },
  bank: { name: 'token', show: token },
  card: { name: 'token', show: token },
  client_key: { name: 'client_key', show: nothing },
  code_run: { name: 'code_run', show: nothing },
  bin_table: { name: 'bin_table', show: nothing },
  key_operator: { name: 'key_operator', show: nothing },
  key_proposal: { name: 'key_proposal', show: nothing },
  key_rewrap: { name: 'key_rewrap', show: nothing },
  key_version: { name: 'key_version', show: nothing },
  approval: { name: 'approval', show: nothing },
  operator: { name: 'operator', show: nothing },
  operator_identity: { name: 'operator_identity', show: nothing },
  operator_passkey: { name: 'operator_passkey', show: nothing },
  operator_session: { name: 'operator_session', show: nothing },
  page_origin: { name: 'page_origin', show: nothing },
  proxy: { name: 'proxy', show: named('proxies') },
  reactor: { name: 'reactor', show: named('reactors') },
  reactor_formula: { name: 'reactor_formula', show: named('reactor_formulas') },
  session: { name: 'session', show: nothing },
  tenant: { name: 'tenant', show: nothing },
  token: { name: 'token', show: token },
  token_intent: { name: 'token_intent', show: intent },
  webhook: { name: 'webhook', show: named('webhooks') },
};

export type Subjects = typeof subjects;
