import { elided, like, type Pair, type Step, server } from './pair.ts';

const user = {
  first_name: 'John',
  last_name: 'Doe',
  social_security_number: '111-22-3333',
  email_address: 'johndoe@basistheory.com',
};

const userIndexes = [
  '{{ data.first_name | downcase }}',
  '{{ data.last_name | downcase }}',
  '{{ data.social_security_number }}',
  '{{ data.social_security_number | last4 }}',
  '{{ data.email_address | downcase }}',
  "{{ data.email_address | split: '@' | last }}",
];

const userMask = {
  first_name: '{{ data.first_name }}',
  last_name: '{{ data.last_name | slice: 0 }}.',
  social_security_number: '{{ data.social_security_number | reveal_last: 4 }}',
  email_address: "{{ data.email_address | split: '@' | last }}",
};

const maskedUser = {
  first_name: 'John',
  last_name: 'D.',
  social_security_number: 'XXX-XX-3333',
  email_address: 'basistheory.com',
};

const cardMask = {
  number: '{{ data.number | reveal_last: 4 }}',
  expiration_month: '{{ data.expiration_month }}',
  expiration_year: '{{ data.expiration_year }}',
};

const cardIndexes = ['{{ data.number }}', '{{ data.number | last4 }}'];

const bankData = { routing_number: '110000000', account_number: '00123456789' };

const bankMask = {
  routing_number: '{{ data.routing_number }}',
  account_number: '{{ data.account_number | reveal_last: 4 }}',
};

const bankIndexes = ['{{ data.routing_number }}', '{{ data.account_number }}', '{{ data.account_number | last4 }}'];

const audit = {
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
  modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  modified_at: '2020-09-15T15:53:00+00:00',
};

type Create = Omit<Pair, 'request' | 'call' | 'args' | 'status' | 'source'> & { body: object; sdk?: object };

/** The page shows JSON alone; the SDK form follows from the API reference: declared names in camel case. */
const create = (heading: string, { body, sdk = body, ...rest }: Create): Pair => ({
  source: `tokens: ${heading}`,
  ...rest,
  request: { method: 'POST', path: '/tokens', body },
  call: 'tokens.create',
  args: [sdk],
  status: 201,
});

const general = server('token:general:create');

const expiring = {
  data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025 },
  at: '2025-12-31T00:00:00+00:00',
};

const expiringId = 'c06d0789-0a38-40be-b7cc-c28a718f76f1';

const expired: Pair = {
  source: 'tokens: Time to Live (TTL), once the date has passed',
  caller: server('token:general:read:high'),
  given: [
    {
      method: 'POST',
      path: '/tokens',
      body: { type: 'token', data: expiring.data, expires_at: expiring.at },
      makes: expiringId,
    },
  ],
  at: expiring.at,
  request: { method: 'GET', path: `/tokens/${expiringId}` },
  call: 'tokens.retrieve',
  args: [expiringId],
  status: 404,
  response: { title: elided, status: 404, detail: elided },
};

const credentials = { username: 'johndoe', password: '8n%C%r+4DG*7BdPjZ6km9Nc#' };

/** The page "What are tokens?", section by section; searches and duplicates have their own lists below. */
export const tokenPage: Pair[] = [
  create('Aliasing, social security number', {
    caller: general,
    body: { id: '{{ data | alias_preserve_format }}', type: 'token', data: '123-45-6789' },
    response: { id: like('384-28-3948'), type: 'token' },
  }),
  create('Aliasing, email', {
    caller: general,
    body: {
      id: "{{ data | split: '@' | first | alias_preserve_length }}@{{ data | split: '@' | last }}",
      type: 'token',
      data: 'johndoe@basistheory.com',
    },
    response: { id: `${like('difkelk')}@basistheory.com`, type: 'token' },
  }),
  create('Fingerprinting', {
    caller: general,
    body: { type: 'token', data: withoutNumber(user), fingerprint_expression: '{{ data.email_address }}' },
    sdk: { type: 'token', data: withoutNumber(user), fingerprintExpression: '{{ data.email_address }}' },
    response: {
      id: '1e7f0dde-5442-40ab-b244-5e02bcd5f86d',
      type: 'token',
      fingerprint: 'PH12E7vY7HfRTdGVUDeLzRcP8',
      fingerprint_expression: '{{ data.email_address }}',
    },
  }),
  create('Masking', {
    caller: general,
    body: { type: 'token', data: user, mask: userMask },
    response: {
      id: 'ae164fcd-227d-40ce-b7ec-435faa6a8c73',
      type: 'token',
      data: maskedUser,
      mask: userMask,
    },
  }),
  create('Time to Live (TTL)', {
    caller: general,
    body: { type: 'token', data: expiring.data, expires_at: expiring.at },
    sdk: { type: 'token', data: expiring.data, expiresAt: expiring.at },
    response: { type: 'token', expires_at: expiring.at },
  }),
  expired,
  create('Auditing', {
    caller: general,
    body: { type: 'token', data: 'John Doe' },
    response: { id: 'c06d0789-0a38-40be-b7cc-c28a718f76f1', type: 'token', ...audit },
  }),
  create('Metadata', {
    caller: general,
    body: { type: 'token', data: 'John Doe', metadata: { customer_id: '123abc' } },
    response: {
      id: 'a2f1defa-da99-44e7-b70b-4e6dcfa20ec2',
      type: 'token',
      metadata: { customer_id: '123abc' },
    },
  }),
  create('Search Indexes', {
    caller: general,
    body: { type: 'token', data: user, search_indexes: userIndexes },
    sdk: { type: 'token', data: user, searchIndexes: userIndexes },
    response: { type: 'token', search_indexes: userIndexes },
  }),
  create('Tokenize Credit Cards', {
    caller: server('token:pci:create'),
    body: {
      id: '{{ data.number | alias_preserve_format }}',
      type: 'card',
      data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
      fingerprint_expression: '{{ data.number }}',
      mask: cardMask,
      search_indexes: cardIndexes,
      privacy: { classification: 'pci', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      id: '{{ data.number | alias_preserve_format }}',
      type: 'card',
      data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
      fingerprintExpression: '{{ data.number }}',
      mask: cardMask,
      searchIndexes: cardIndexes,
      privacy: { classification: 'pci', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: like('3829018309324938'),
      type: 'card',
      data: { number: 'XXXX XXXX XXXX 4242', expiration_month: 12, expiration_year: 2025 },
      fingerprint: 'M25bjMqlH85LZE2F7SmZ1w',
      fingerprint_expression: '{{ data.number }}',
      mask: cardMask,
      search_indexes: cardIndexes,
      privacy: { classification: 'pci', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize Bank Data', {
    caller: server('token:bank:create'),
    body: {
      type: 'token',
      data: bankData,
      fingerprint_expression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      search_indexes: bankIndexes,
      privacy: { classification: 'bank', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      type: 'token',
      data: bankData,
      fingerprintExpression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      searchIndexes: bankIndexes,
      privacy: { classification: 'bank', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: '1457aad3-db95-4b34-8e14-b8ffffc305b4',
      type: 'token',
      data: { routing_number: '110000000', account_number: 'XXXXXXX6789' },
      fingerprint: 'sPbj5G5tKLIX42vrTGgk0Q',
      fingerprint_expression: '{{ data.routing_number }}{{ data.account_number }}',
      mask: bankMask,
      search_indexes: bankIndexes,
      privacy: { classification: 'bank', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize User Data', {
    caller: server('token:pii:create'),
    body: {
      type: 'token',
      data: user,
      fingerprint_expression: '{{ data.social_security_number }}',
      mask: userMask,
      search_indexes: userIndexes,
      privacy: { classification: 'pii', impact_level: 'high', restriction_policy: 'mask' },
    },
    sdk: {
      type: 'token',
      data: user,
      fingerprintExpression: '{{ data.social_security_number }}',
      mask: userMask,
      searchIndexes: userIndexes,
      privacy: { classification: 'pii', impactLevel: 'high', restrictionPolicy: 'mask' },
    },
    response: {
      id: 'be654efd-f748-4dcf-8640-96a1061e29fe',
      type: 'token',
      data: maskedUser,
      fingerprint: 'qRhehf8MqDlEIKPTpQhU6g',
      fingerprint_expression: '{{ data.social_security_number }}',
      mask: userMask,
      search_indexes: userIndexes,
      privacy: { classification: 'pii', impact_level: 'high', restriction_policy: 'mask' },
      ...audit,
    },
  }),
  create('Tokenize Credentials', {
    caller: general,
    body: {
      type: 'token',
      data: credentials,
      expires_at: '2022-07-15T00:00:00+00:00',
      privacy: { impact_level: 'high', restriction_policy: 'redact' },
    },
    sdk: {
      type: 'token',
      data: credentials,
      expiresAt: '2022-07-15T00:00:00+00:00',
      privacy: { impactLevel: 'high', restrictionPolicy: 'redact' },
    },
    response: {
      id: '4bc29335-38fd-4f71-8f36-c63ee8965be7',
      type: 'token',
      fingerprint: 'Rs2U7r4cwN137j9XRO88zg',
      fingerprint_expression: '{{ data | stringify }}',
      expires_at: '2022-07-15T00:00:00+00:00',
      privacy: { impact_level: 'high', restriction_policy: 'redact' },
      ...audit,
    },
  }),
];

function withoutNumber({ social_security_number: _, ...rest }: typeof user) {
  return rest;
}

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
  caller: server('token:general:update'),
  given: [{ method: 'POST', path: '/tokens', body: { type: 'token', data: user, mask: userMask }, makes: userId }],
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
