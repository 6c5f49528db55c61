import { type Pair, server } from './pair.ts';

/** The page shows JSON bodies alone; sent with the SDK they are the same, their declared names in camel case. */
const create = (heading: string, body: object, response: object): Pair => ({
  source: `tokens: ${heading}`,
  caller: server('token:general:create'),
  request: { method: 'POST', path: '/tokens', body },
  call: 'tokens.create',
  args: [body],
  status: 201,
  response,
});

/** The page "What are tokens?", section by section. */
export const tokenPage: Pair[] = [
  create(
    'Auditing',
    { type: 'token', data: 'John Doe' },
    {
      id: 'c06d0789-0a38-40be-b7cc-c28a718f76f1',
      type: 'token',
      created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
      created_at: '2020-09-15T15:53:00+00:00',
      modified_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
      modified_at: '2020-09-15T15:53:00+00:00',
    },
  ),
  create(
    'Metadata',
    { type: 'token', data: 'John Doe', metadata: { customer_id: '123abc' } },
    { id: 'a2f1defa-da99-44e7-b70b-4e6dcfa20ec2', type: 'token', metadata: { customer_id: '123abc' } },
  ),
];
