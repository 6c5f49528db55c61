import { type Pair, server } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';

const made = {
  id: 'c06d0789-0a38-40be-b7cc-c28a718f76f1',
  tenant_id: tenant,
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const card = {
  type: 'card',
  data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' },
};

const cardMask = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 };
const metadata = { nonSensitiveField: 'Non-Sensitive Value' };

const general = server('token:general:create');
const generalAndPci = server('token:general:create', 'token:pci:create');

/** The SDK sends the payload of this endpoint as it stands, so the Node samples say what the cURL samples say. */
const variant = (heading: string, caller: Pair['caller'], payload: unknown, response: unknown): Pair => ({
  source: `api-reference: Tokenize, ${heading}`,
  caller,
  request: { method: 'POST', path: '/tokenize', body: payload },
  call: 'tokenize',
  args: [payload],
  status: 200,
  response,
});

const array = ['John', 'Doe', card, { type: 'token', data: 'Sensitive Value' }];

/** API reference, "Tokenize". */
export const tokenize: Pair[] = [
  variant(
    'Create Basic Token',
    general,
    { first_name: 'John', last_name: 'Doe' },
    { first_name: 'b0804096-5a47-4b8c-8fb7-b9ecc5e72eec', last_name: '814a6416-3410-4224-8ea9-c0b4d453c9ce' },
  ),
  variant(
    'Create Token',
    general,
    { type: 'token', data: 'Sensitive Value', metadata },
    { ...made, type: 'token', metadata },
  ),
  variant(
    'Create Card',
    server('token:pci:create'),
    { ...card, metadata },
    { ...made, type: 'card', mask: cardMask, metadata },
  ),
  {
    ...variant('Tokenize Array', generalAndPci, array, [
      'b0804096-5a47-4b8c-8fb7-b9ecc5e72eec',
      '814a6416-3410-4224-8ea9-c0b4d453c9ce',
      { ...made, type: 'card', mask: cardMask },
      { ...made, type: 'token' },
    ]),
    // Here alone the two samples differ: the Node sample gives the card metadata.
    args: [['John', 'Doe', { ...card, metadata }, { type: 'token', data: 'Sensitive Value' }]],
  },
  variant(
    'Composite',
    generalAndPci,
    {
      first_name: 'John',
      last_name: 'Doe',
      primary_card: card,
      sensitive_tags: ['preferred', { type: 'token', data: 'vip' }],
    },
    {
      first_name: 'b0804096-5a47-4b8c-8fb7-b9ecc5e72eec',
      last_name: '814a6416-3410-4224-8ea9-c0b4d453c9ce',
      primary_card: { ...made, type: 'card', mask: cardMask },
      sensitive_tags: [
        'be3dff7a-4e01-4a52-93e6-9f8ef03f3cd9',
        { ...made, id: 'aaed779a-3152-437d-8e8a-10afeb0fe620', type: 'token' },
      ],
    },
  ),
];
