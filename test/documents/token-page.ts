import { elided, type Pair, type Step, server } from './pair.ts';

const user = {
  first_name: 'John',
  last_name: 'Doe',
  social_security_number: '111-22-3333',
  email_address: 'johndoe@basistheory.com',
};

const userMask = {
  first_name: '{{ data.first_name }}',
  last_name: '{{ data.last_name | slice: 0 }}.',
  social_security_number: '{{ data.social_security_number | reveal_last: 4 }}',
  email_address: "{{ data.email_address | split: '@' | last }}",
};

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

/** The page "What are tokens?", section by section; what it says of aliases, search indexes and duplicates is not here. */
export const tokenPage: Pair[] = [
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
      data: {
        first_name: 'John',
        last_name: 'D.',
        social_security_number: 'XXX-XX-3333',
        email_address: 'basistheory.com',
      },
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
