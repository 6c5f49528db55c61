/** A request that a developer is likely to make, with an example of its body. */
export interface Example {
  /** The method of the client, which names the request: `tokens.create`. */
  name: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** With `{id}` for what a person fills in. */
  path: string;
  /** The permission without which the console cannot send it. */
  needs: string;
  body?: unknown;
}

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2034 };

/** Requests to begin with. Bodies are those of the documented API. */
export const examples: readonly Example[] = [
  {
    name: 'tokens.create',
    method: 'POST',
    path: '/tokens',
    needs: 'token:create',
    body: { type: 'card', data: card, metadata: { order: '1001' } },
  },
  { name: 'tokens.retrieve', method: 'GET', path: '/tokens/{id}', needs: 'token:read' },
  {
    name: 'tokens.searchV2',
    method: 'POST',
    path: '/v2/tokens/search',
    needs: 'token:search',
    body: { query: 'type:card AND metadata.order:1001', size: 20 },
  },
  { name: 'tokens.delete', method: 'DELETE', path: '/tokens/{id}', needs: 'token:delete' },
  { name: 'applications.list', method: 'GET', path: '/applications', needs: 'application:read' },
  {
    name: 'applications.create',
    method: 'POST',
    path: '/applications',
    needs: 'application:create',
    body: { name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] },
  },
  { name: 'logs.list', method: 'GET', path: '/logs', needs: 'log:read' },
  { name: 'reactors.list', method: 'GET', path: '/reactors', needs: 'reactor:read' },
  { name: 'webhooks.list', method: 'GET', path: '/webhooks', needs: 'webhooks:read' },
  {
    name: 'webhooks.deliveries.list',
    method: 'GET',
    path: '/webhooks/{id}/deliveries',
    needs: 'webhooks:read',
  },
  { name: 'tenants.retrieve', method: 'GET', path: '/tenants/self', needs: 'tenant:read' },
  { name: 'tenants.retrieveUsageReport', method: 'GET', path: '/tenants/self/reports/usage', needs: 'report:read' },
];

/** A request as a person has made it. */
export interface Made {
  example: Example;
  /** What stands for `{id}`. */
  id: string;
  /** JSON; empty for none. */
  body: string;
  /** The address of the vault, which programs call. */
  vault: string;
}

/** The path with the id in it. */
export const pathOfRequest = ({ example, id }: Pick<Made, 'example' | 'id'>): string =>
  example.path.replace('{id}', id === '' ? '{id}' : encodeURIComponent(id));

/** A text between single quotes, as a POSIX shell reads it (IEEE 1003.1 §2.2.2). */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const curl = (made: Made): string => {
  const { example, body, vault } = made;
  return [
    `curl ${example.method === 'GET' ? '' : `-X ${example.method} `}${shellQuoted(`${vault}${pathOfRequest(made)}`)}`,
    `-H "BT-API-KEY: $KEY"`,
    ...(body === '' ? [] : [`-H 'Content-Type: application/json'`, `-d ${shellQuoted(body)}`]),
  ].join(' \\\n  ');
};

/** Names as the client has them: it takes `expirationMonth` for what it declares, and leaves names of the user alone. */
const node = ({ example, id, body, vault }: Made): string => {
  const values = [...(example.path.includes('{id}') ? [JSON.stringify(id)] : []), ...(body === '' ? [] : [body])];
  return `import { BasisTheory } from '@tessera/js';

const bt = await new BasisTheory().init(process.env.KEY, { apiBaseUrl: ${JSON.stringify(vault)} });
const answer = await bt.${example.name}(${values.join(', ')});
console.log(answer);`;
};

const react = ({
  vault,
}: Made): string => `import { BasisTheoryProvider, CardElement, useBasisTheory } from '@tessera/react';

const Checkout = () => {
  const { bt } = useBasisTheory('ELEMENTS_KEY', { apiBaseUrl: ${JSON.stringify(vault)}, elements: true });
  const pay = () => bt?.tokens.create({ type: 'card', data: bt.getElement('card') });
  return (
    <BasisTheoryProvider bt={bt}>
      <CardElement id="card" />
      <button onClick={pay}>Pay</button>
    </BasisTheoryProvider>
  );
};`;

/** The same request in other languages. React is for cards, which a server should never see. */
export const codeOf = (made: Made): { name: string; code: string }[] => [
  { name: 'curl', code: curl(made) },
  { name: 'Node', code: node(made) },
  ...(made.example.name === 'tokens.create' ? [{ name: 'React', code: react(made) }] : []),
];
