import { schemas, type Wire } from '@tessera/contract';
import type { AuditEvent } from '../audit/audit.ts';

type EventType = Wire['EventType'];
type Operation = AuditEvent['operation'];

/** Every type of event, by its name. */
export const eventTypes: readonly EventType[] = schemas.EventType.options;

const ofTokens: Partial<Record<Operation, EventType>> = {
  create: 'token.created',
  read: 'token.read',
  update: 'token.updated',
  use: 'token.used',
  delete: 'token.deleted',
  expire: 'token.property.expired',
};

/** What a row of the audit is called as an event. Rows without a name here are no events. */
const names: Readonly<Record<Wire['EntityType'], Partial<Record<Operation, EventType>>>> = {
  application: { create: 'application.created', update: 'application.updated', delete: 'application.deleted' },
  application_key: { create: 'application.key.created', delete: 'application.key.deleted' },
  approval: {},
  backup: {},
  bank: ofTokens,
  bin_table: {},
  card: ofTokens,
  client_key: {},
  code_run: {},
  key_operator: {},
  key_proposal: {},
  key_rewrap: {},
  key_version: {},
  operator: {},
  operator_identity: {},
  operator_passkey: {},
  operator_session: {},
  page_origin: {},
  proxy: { create: 'proxy.created', update: 'proxy.updated', delete: 'proxy.deleted', use: 'proxy.invoked' },
  reactor: {
    create: 'reactor.created',
    update: 'reactor.updated',
    delete: 'reactor.deleted',
    use: 'reactor.invoked',
  },
  reactor_formula: {
    create: 'reactor-formula.created',
    update: 'reactor-formula.updated',
    delete: 'reactor-formula.deleted',
  },
  session: { create: 'session.created', update: 'session.authorized' },
  tenant: { update: 'tenant.updated' },
  token: ofTokens,
  token_intent: { create: 'token-intent.created', convert: 'token-intent.converted', delete: 'token-intent.deleted' },
  webhook: { create: 'webhook.created', update: 'webhook.updated', delete: 'webhook.deleted' },
};

/** The type of the event that a row of the audit tells of, if it tells of one. A token that the vault deletes by itself has expired. */
export const eventTypeOf = (row: {
  entity_type: Wire['EntityType'];
  operation: Operation;
  actor_id: Uint8Array | null;
}): EventType | undefined => {
  const name = names[row.entity_type]?.[row.operation];
  return name === 'token.deleted' && row.actor_id === null ? 'token.expired' : name;
};
