import type { Wire } from '@tessera/contract';

/** What logs call the things they are about, in the order of their names. */
export const entityTypes: Readonly<Record<Wire['EntityType'], string>> = {
  application: 'Application',
  application_key: 'Application key',
  approval: 'Approval',
  bank: 'Bank',
  card: 'Card',
  client_key: 'Client encryption key',
  code_run: 'Code',
  key_proposal: 'Proposal of a key operator',
  key_rewrap: 'Rewrap',
  key_version: 'Version of a key',
  operator: 'Operator',
  operator_identity: 'Account of an operator at an OpenID provider',
  operator_passkey: 'Passkey of an operator',
  operator_session: 'Session of an operator',
  page_origin: 'Page that may embed fields',
  proxy: 'Proxy',
  reactor: 'Reactor',
  reactor_formula: 'Reactor formula',
  session: 'Session',
  tenant: 'Tenant',
  token: 'Token',
  token_intent: 'Token intent',
  webhook: 'Webhook',
};
