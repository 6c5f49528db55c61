import type { StoredProxy } from '@tessera/client';
import { shellQuoted } from '../developer/requests.ts';

type Called = Pick<StoredProxy, 'key' | 'requireAuth'>;

const body = '{ "amount": 1999, "number": "{{ TOKEN_ID | json: \\"$.number\\" }}" }';

const curl = ({ key, requireAuth }: Called, vault: string): string =>
  [
    `curl -X POST ${shellQuoted(`${vault}/proxy`)}`,
    `-H ${shellQuoted(`BT-PROXY-KEY: ${key}`)}`,
    ...(requireAuth ? ['-H "BT-API-KEY: $KEY"'] : []),
    "-H 'Content-Type: application/json'",
    `-d ${shellQuoted(body)}`,
  ].join(' \\\n  ');

const node = (
  { key, requireAuth }: Called,
  vault: string,
): string => `const answer = await fetch(${JSON.stringify(`${vault}/proxy`)}, {
  method: 'POST',
  headers: {
    'BT-PROXY-KEY': ${JSON.stringify(key)},${requireAuth ? "\n    'BT-API-KEY': process.env.KEY," : ''}
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${body}),
});
console.log(answer.status, await answer.text());`;

/** A call of a stored proxy in other languages. */
export const callsOf = (proxy: Called, vault: string): { name: string; code: string }[] => [
  { name: 'curl', code: curl(proxy, vault) },
  { name: 'Node', code: node(proxy, vault) },
];
