import { elided, type Pair, type Step, server } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const tokenId = 'c06d0789-0a38-40be-b7cc-c28a718f76f1';
const cardId = 'c1e565009-1984-4638-8fca-dce8a82cc2af';

const body = {
  type: 'token',
  data: 'Sensitive Value',
  privacy: { impact_level: 'moderate' },
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
};

const created: Step = { method: 'POST', path: '/tokens', body, makes: tokenId };

const other: Step = { method: 'POST', path: '/tokens', body: { type: 'token', data: 'another value' } };

const cardNumber: Step = {
  method: 'POST',
  path: '/tokens',
  body: { type: 'card_number', data: '4242424242424242' },
  makes: cardId,
};

const answer = {
  id: tokenId,
  tenant_id: tenant,
  type: 'token',
  privacy: { classification: 'general', impact_level: 'moderate', restriction_policy: 'redact' },
  metadata: { nonSensitiveField: 'Non-Sensitive Value' },
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const redacted = { ...answer, data: null };

const page = (total: number) => ({ total_items: total, page_number: 1, page_size: 20, total_pages: 1 });

/** API reference, "Tokens"; what that heading says in prose about filters and restriction has its pairs here, too. */
export const tokens: Pair[] = [
  {
    source: 'api-reference: Create Token',
    caller: server('token:general:create'),
    request: { method: 'POST', path: '/tokens', body },
    call: 'tokens.create',
    args: [
      {
        type: 'token',
        data: 'Sensitive Value',
        privacy: { impactLevel: 'moderate' },
        metadata: { nonSensitiveField: 'Non-Sensitive Value' },
      },
    ],
    status: 201,
    response: answer,
  },
  {
    source: 'api-reference: List Tokens',
    caller: server('token:general:read:low'),
    given: [created, other, other],
    request: { method: 'GET', path: '/tokens' },
    call: 'tokens.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [redacted, elided, elided] },
  },
  {
    source: 'api-reference: List Tokens, query parameter id',
    caller: server('token:general:read:low', 'token:pci:read:low'),
    given: [created, cardNumber, other],
    request: { method: 'GET', path: `/tokens?id=${tokenId}&id=${cardId}` },
    call: 'tokens.list',
    args: [{ id: [tokenId, cardId] }],
    status: 200,
    response: { pagination: page(2), data: [redacted, elided] },
  },
  {
    source: 'api-reference: List Tokens, query parameter type',
    caller: server('token:general:read:low', 'token:pci:read:low'),
    given: [
      created,
      cardNumber,
      { method: 'POST', path: '/atomic/cards', body: { card: { number: '36227206271667' } } },
    ],
    request: { method: 'GET', path: '/tokens?type=token&type=card_number' },
    call: 'tokens.list',
    args: [{ type: ['token', 'card_number'] }],
    status: 200,
    response: { pagination: page(2), data: [redacted, elided] },
  },
  {
    source: 'api-reference: List Tokens, query parameter metadata.[key]',
    caller: server('token:general:read:low'),
    given: [
      created,
      other,
      { method: 'POST', path: '/tokens', body: { ...body, metadata: { nonSensitiveField: 'Something else' } } },
    ],
    request: { method: 'GET', path: '/tokens?metadata.nonSensitiveField=non-sensitive%20value' },
    call: 'tokens.list',
    args: [{ metadata: { nonSensitiveField: 'non-sensitive value' } }],
    status: 200,
    response: { pagination: page(1), data: [redacted] },
  },
  {
    source: 'api-reference: Get a Token',
    caller: server('token:general:read:low'),
    given: [created],
    request: { method: 'GET', path: `/tokens/${tokenId}` },
    call: 'tokens.retrieve',
    args: [tokenId],
    status: 200,
    response: redacted,
  },
  {
    source: 'api-reference: Get a Token, with read permission at equal impact level',
    caller: server('token:general:read:moderate'),
    given: [created],
    request: { method: 'GET', path: `/tokens/${tokenId}` },
    call: 'tokens.retrieve',
    args: [tokenId],
    status: 200,
    response: { ...answer, data: 'Sensitive Value' },
  },
  {
    source: 'api-reference: Get a Token, with read permission at greater impact level',
    caller: server('token:general:read:high'),
    given: [created],
    request: { method: 'GET', path: `/tokens/${tokenId}` },
    call: 'tokens.retrieve',
    args: [tokenId],
    status: 200,
    response: { ...answer, data: 'Sensitive Value' },
  },
  {
    source: 'api-reference: List Decrypted Tokens',
    caller: server('token:general:read:moderate'),
    given: [created, other, other],
    request: { method: 'GET', path: '/tokens/decrypt' },
    call: 'tokens.listDecrypted',
    args: [],
    status: 200,
    response: { pagination: elided, data: [{ ...answer, data: 'Sensitive Value' }, elided, elided] },
    responseHeaders: { Deprecation: '@1641168000' },
  },
  {
    source: 'api-reference: List Decrypted Tokens, query parameters id and type',
    caller: server('token:general:read:high', 'token:pci:read:high'),
    given: [created, cardNumber, other],
    request: { method: 'GET', path: `/tokens/decrypt?id=${tokenId}&id=${cardId}&type=token` },
    call: 'tokens.listDecrypted',
    args: [{ id: [tokenId, cardId], type: 'token' }],
    status: 200,
    response: { pagination: page(1), data: [{ ...answer, data: 'Sensitive Value' }] },
  },
  {
    source: 'api-reference: Get a Decrypted Token',
    caller: server('token:general:read:moderate'),
    given: [created],
    request: { method: 'GET', path: `/tokens/${tokenId}/decrypt` },
    call: 'tokens.retrieveDecrypted',
    args: [tokenId],
    status: 200,
    response: { ...answer, data: 'Sensitive Value' },
    responseHeaders: { Deprecation: '@1641168000' },
  },
  {
    source: 'api-reference: Delete Token',
    caller: server('token:general:delete'),
    given: [created],
    request: { method: 'DELETE', path: `/tokens/${tokenId}` },
    call: 'tokens.delete',
    args: [tokenId],
    status: 204,
  },
];

const typed = (heading: string, type: string, classification: string, data: string, masked: string): Pair => ({
  source: `api-reference: Token Types, ${heading}, ${data}`,
  caller: server(`token:${classification}:create`),
  request: { method: 'POST', path: '/tokens', body: { type, data } },
  call: 'tokens.create',
  args: [{ type, data }],
  status: 201,
  response: {
    type,
    data: masked,
    fingerprint: elided,
    privacy: { classification, impact_level: 'high', restriction_policy: 'mask' },
  },
});

/** API reference, "Token Types": the tables "Input Data, Masked Value". */
export const tokenTypes: Pair[] = [
  typed('Card Number', 'card_number', 'pci', '4242424242424242', 'XXXXXXXXXXXX4242'),
  typed('Card Number', 'card_number', 'pci', '36227206271667', 'XXXXXXXXXX1667'),
  typed('US Bank Account Number', 'us_bank_account_number', 'bank', '1234567890', 'XXXXXX7890'),
  typed('Social Security Number', 'social_security_number', 'pii', '123456789', 'XXXXX6789'),
  typed('Social Security Number', 'social_security_number', 'pii', '123-45-6789', 'XXX-XX-6789'),
];
