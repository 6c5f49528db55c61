import { elided, type Pair, type Step, server } from './pair.ts';
import { audit, create, general, maskedUser, user, userIndexes, userMask } from './token-page.ts';

const ssnId = 'c06d0789-0a38-40be-b7cc-c28a718f76f1';
const ssnPrivacy = { classification: 'pii', impact_level: 'high', restriction_policy: 'mask' };

const ssn: Step = {
  method: 'POST',
  path: '/tokens',
  body: { type: 'token', data: '123-45-6789', mask: '{{ data | reveal_last: 4 }}', privacy: ssnPrivacy },
  makes: ssnId,
};

const read = (permission: string, status: number, response: unknown): Pair => ({
  source: `tokens: Privacy Settings, read with ${permission}`,
  caller: server(permission),
  given: [ssn],
  request: { method: 'GET', path: `/tokens/${ssnId}` },
  call: 'tokens.retrieve',
  args: [ssnId],
  status,
  response,
});

/** "Privacy Settings" of that page: the request, and the readers that its prose tells of. */
export const privacy: Pair[] = [
  create('Privacy Settings', {
    caller: server('token:pii:create'),
    body: ssn.body as object,
    sdk: {
      type: 'token',
      data: '123-45-6789',
      mask: '{{ data | reveal_last: 4 }}',
      privacy: { classification: 'pii', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: { type: 'token', data: 'XXX-XX-6789', privacy: ssnPrivacy },
  }),
  read('token:pii:read:high', 200, { id: ssnId, data: '123-45-6789', privacy: ssnPrivacy }),
  read('token:pii:read:moderate', 200, { id: ssnId, data: 'XXX-XX-6789', privacy: ssnPrivacy }),
  read('token:pii:read:low', 200, { id: ssnId, data: 'XXX-XX-6789', privacy: ssnPrivacy }),
  read('token:general:read:high', 404, { title: elided, status: 404, detail: elided }),
];

const userId = 'be654efd-f748-4dcf-8640-96a1061e29fe';

const searchable: Step = {
  method: 'POST',
  path: '/tokens',
  body: { type: 'token', data: user, search_indexes: userIndexes },
  makes: userId,
};

const someoneElse: Step = {
  method: 'POST',
  path: '/tokens',
  body: { type: 'token', data: 'Jane Roe', search_indexes: ['{{ data | downcase }}'] },
};

const search = (value: string): Pair => ({
  source: `tokens: Search Indexes, a search with ${value}`,
  caller: server('token:general:read:high'),
  given: [searchable, someoneElse],
  request: { method: 'POST', path: '/tokens/search', body: { query: `data:${value}` } },
  call: 'tokens.search',
  args: [{ query: `data:${value}` }],
  status: 200,
  response: {
    pagination: { total_items: 1, page_number: 1, page_size: 20, total_pages: 1 },
    data: [{ id: userId, type: 'token', data: user, search_indexes: userIndexes }],
  },
});

/** "Search Indexes" of that page: the searches that its prose says find the token. */
export const searches: Pair[] = [
  'john',
  'doe',
  '111-22-3333',
  '3333',
  'johndoe@basistheory.com',
  'basistheory.com',
].map(search);

const twin: Step = {
  method: 'POST',
  path: '/tokens',
  body: {
    type: 'token',
    data: '123-45-6789',
    mask: '{{ data | reveal_last: 4 }}',
    metadata: { customer_id: '123abc' },
  },
  makes: ssnId,
};

const again = { type: 'token', data: '123-45-6789', deduplicate_token: true };

const deduplicated = (who: string, caller: Pair['caller'], response: unknown): Pair => ({
  source: `tokens: Deduplication, ${who}`,
  caller,
  given: [twin],
  request: { method: 'POST', path: '/tokens', body: again },
  call: 'tokens.create',
  args: [{ type: 'token', data: '123-45-6789', deduplicateToken: true }],
  status: 200,
  response,
});

const withheld = {
  id: ssnId,
  type: 'token',
  tenant_id: '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08',
  fingerprint: elided,
  privacy: { classification: 'general', impact_level: 'high', restriction_policy: 'mask' },
  container: '/general/high/',
};

/** "Deduplication" of that page: its request, and what its prose says of requesters with read permission and without. */
export const duplicates: Pair[] = [
  create('Deduplication, without a match', {
    caller: general,
    body: again,
    sdk: { type: 'token', data: '123-45-6789', deduplicateToken: true },
    response: { type: 'token' },
  }),
  deduplicated('without read permission', general, withheld),
  deduplicated('with read permission', server('token:general:create', 'token:general:read:low'), {
    ...withheld,
    data: 'XXX-XX-6789',
    metadata: { customer_id: '123abc' },
    ...audit,
  }),
];

/** "Masking" of that page: a mask is computed from the current data, so that an update changes what it shows. */
export const maskedAnew: Pair = {
  source: 'tokens: Masking, after an update',
  // The impact level lies above what the caller reads in plain text, so that the mask shows.
  caller: server('token:general:update', 'token:general:read:low'),
  given: [
    {
      method: 'POST',
      path: '/tokens',
      body: {
        type: 'token',
        data: user,
        mask: userMask,
        privacy: { impact_level: 'high', restriction_policy: 'mask' },
      },
      makes: userId,
    },
  ],
  request: {
    method: 'PATCH',
    path: `/tokens/${userId}`,
    headers: { 'Content-Type': 'application/json' },
    body: { data: { last_name: 'Roe' } },
  },
  call: 'tokens.update',
  args: [userId, { data: { last_name: 'Roe' } }],
  status: 200,
  response: { id: userId, type: 'token', data: { ...maskedUser, last_name: 'R.' }, mask: userMask },
};
