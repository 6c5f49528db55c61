import { elided, type Pair, type Step, server } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const bankId = '1485efb9-6b1f-4248-a5d1-cf9b3907164c';

const bank = { routing_number: '021000021', account_number: '1234567890' };
const sdkBank = { routingNumber: '021000021', accountNumber: '1234567890' };
const metadata = { nonSensitiveField: 'Non-Sensitive Value' };

const anotherBank: Step = { method: 'POST', path: '/atomic/banks', body: { bank, metadata } };
const created: Step = { ...anotherBank, makes: bankId };

const answer = {
  id: bankId,
  tenant_id: tenant,
  type: 'bank',
  bank: { routing_number: '021000021', account_number: 'XXXXXX7890' },
  fingerprint: '8j6WJgk4Dz1qoJgrHrioUFJhYKQTnk75DfJAue5bNab2',
  metadata,
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const create: Pair = {
  source: 'api-reference: Create Atomic Bank',
  caller: server('token:bank:create'),
  request: { method: 'POST', path: '/atomic/banks', body: { bank, metadata } },
  call: 'atomicBanks.create',
  args: [{ bank: sdkBank, metadata }],
  status: 201,
  response: answer,
};

/** API reference, "Atomic Banks", and the one request of the page "Atomic Tokens". */
export const atomicBanks: Pair[] = [
  create,
  { ...create, source: 'atomic-tokens: Atomic Banks' },
  {
    source: 'api-reference: List Atomic Banks',
    caller: server('token:bank:read:low'),
    given: [created, anotherBank, anotherBank],
    request: { method: 'GET', path: '/atomic/banks' },
    call: 'atomicBanks.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [answer, elided, elided] },
  },
  {
    source: 'api-reference: Get an Atomic Bank',
    caller: server('token:bank:read:low'),
    given: [created],
    request: { method: 'GET', path: `/atomic/banks/${bankId}` },
    call: 'atomicBanks.retrieve',
    args: [bankId],
    status: 200,
    response: answer,
  },
  {
    source: 'api-reference: Update Atomic Bank',
    // The answer shows what a key that may read sees; one that may only update gets the id alone.
    caller: server('token:bank:update', 'token:bank:read:low'),
    given: [created],
    request: {
      method: 'PATCH',
      path: `/atomic/banks/${bankId}`,
      // As text, because what is printed is no JSON: see the corrections.
      body: `{
      "bank": {
        "routing_number": "021000021",
        "account_number": "1234567890"
      },
    }`,
    },
    call: 'atomicBanks.update',
    args: [bankId, { bank: sdkBank }],
    status: 200,
    response: {
      ...answer,
      modified_by: '34053374-d721-43d8-921c-5ee1d337ef21',
      modified_at: '2021-10-27T17:34:23+00:00',
    },
  },
  {
    source: 'api-reference: Delete Atomic Bank',
    caller: server('token:bank:delete'),
    given: [created],
    request: { method: 'DELETE', path: `/atomic/banks/${bankId}` },
    call: 'atomicBanks.delete',
    args: [bankId],
    status: 204,
  },
  {
    source: 'api-reference: Decrypt Atomic Bank',
    caller: server('token:bank:read:high'),
    given: [created],
    request: { method: 'GET', path: `/atomic/banks/${bankId}/decrypt` },
    call: 'atomicBanks.retrieveDecrypted',
    args: [bankId],
    status: 200,
    response: { ...answer, bank },
    responseHeaders: { Deprecation: '@1641168000' },
  },
  {
    source: 'api-reference: Test Banks',
    caller: server('token:bank:create'),
    request: {
      method: 'POST',
      path: '/atomic/banks',
      body: { bank: { routing_number: '110000000', account_number: '000123456789' } },
    },
    call: 'atomicBanks.create',
    args: [{ bank: { routingNumber: '110000000', accountNumber: '000123456789' } }],
    status: 201,
    response: { type: 'bank', bank: { routing_number: '110000000', account_number: 'XXXXXXXX6789' } },
  },
];
