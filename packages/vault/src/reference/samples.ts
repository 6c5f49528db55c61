const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2040 };
const bank = { routing_number: '021000021', account_number: '00001' };
const token = { type: 'token', data: '123-45-6789', metadata: { customer: '42' } };
const formula = {
  type: 'private',
  name: 'Length of a number',
  source_token_type: 'card',
  code: 'module.exports = async ({ sourceToken }) => ({ raw: { length: sourceToken.data.number.length } });',
};
const proxy = { name: 'Acquirer', destination_url: 'https://api.acquirer.example/v1', configuration: {} };
const id = '00000000-0000-4000-8000-000000000000';
const webhook = { name: 'Orders', url: 'https://shop.example/events', events: ['token.created'] };
const charge = { amount: 4200, number: '{{ TOKEN_ID | json: "$.number" }}' };

/** A body for each operation that takes one, for the commands and forms of the page. */
export const samples: Readonly<Record<string, unknown>> = {
  'applications.create': { name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] },
  'applications.update': { name: 'Checkout', permissions: ['token:pci:create'] },
  'atomicBanks.create': { bank },
  'atomicBanks.react': { reactor_id: id },
  'atomicBanks.update': { bank },
  'atomicCards.create': { card },
  'atomicCards.react': { reactor_id: id },
  'atomicCards.update': { card },
  detokenize: { order: 7, number: '{{ TOKEN_ID | json: "$.number" }}' },
  'keys.create': { expires_at: '2030-12-31T00:00:00Z' },
  'proxies.create': proxy,
  'proxies.patch': { require_auth: false },
  'proxies.update': proxy,
  'proxy.patch': charge,
  'proxy.post': charge,
  'proxy.put': charge,
  'reactorFormulas.create': formula,
  'reactorFormulas.update': formula,
  'reactors.create': { name: 'Length of a number', formula: { id }, configuration: {} },
  'reactors.patch': { name: 'Length' },
  'reactors.react': { args: { card: '{{ TOKEN_ID }}' } },
  'reactors.reactAsync': { args: { card: '{{ TOKEN_ID }}' } },
  'reactors.update': { name: 'Length of a number', configuration: {} },
  'sessions.authorize': { nonce: 'NONCE', tokens: ['TOKEN_ID'], permissions: ['token:read'] },
  'tenants.update': { name: 'Acme' },
  'tokenIntents.create': { type: 'card', data: card },
  tokenize: { first_name: 'Ada', card: { type: 'card', data: card } },
  'tokens.create': token,
  'tokens.createChild': token,
  'tokens.search': { query: 'metadata.customer:42' },
  'tokens.searchV2': { query: 'metadata.customer:42' },
  'tokens.update': { metadata: { customer: '43' } },
  'webhooks.create': webhook,
  'webhooks.update': webhook,
};
