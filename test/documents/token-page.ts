import { elided, like, type Pair, server } from './pair.ts';

export const user = {
  first_name: 'John',
  last_name: 'Doe',
  social_security_number: '111-22-3333',
  email_address: 'johndoe@basistheory.com',
};

export const userIndexes = [
  '{{ data.first_name | downcase }}',
  '{{ data.last_name | downcase }}',
  '{{ data.social_security_number }}',
  '{{ data.social_security_number | last4 }}',
  '{{ data.email_address | downcase }}',
  "{{ data.email_address | split: '@' | last }}",
];

export const userMask = {
  first_name: '{{ data.first_name }}',
  last_name: '{{ data.last_name | slice: 0 }}.',
  social_security_number: '{{ data.social_security_number | reveal_last: 4 }}',
  email_address: "{{ data.email_address | split: '@' | last }}",
};

export const maskedUser = {
  first_name: 'John',
  last_name: 'D.',
  social_security_number: 'XXX-XX-3333',
  email_address: 'basistheory.com',
};

export const audit = {
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
  modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  modified_at: '2020-09-15T15:53:00+00:00',
};

type Create = Omit<Pair, 'request' | 'call' | 'args' | 'status' | 'source'> & { body: object; sdk?: object };

/** The page shows JSON alone; the SDK form follows from the API reference: declared names in camel case. */
export const create = (heading: string, { body, sdk = body, ...rest }: Create): Pair => ({
  source: `tokens: ${heading}`,
  ...rest,
  request: { method: 'POST', path: '/tokens', body },
  call: 'tokens.create',
  args: [sdk],
  status: 201,
});

export const general = server('token:general:create');

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

/** "Capabilities" of the page "What are tokens?", section by section; what its prose tells of is in `token-prose.ts`. */
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
];

function withoutNumber({ social_security_number: _, ...rest }: typeof user) {
  return rest;
}
