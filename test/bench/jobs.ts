import { cardData } from './cards.ts';
import type { Job } from './job.ts';
import type { Subjects } from './subjects.ts';

/** Everything of a job except how much of it. */
export type Work = Omit<Job, 'connections' | 'load'>;

const json = { 'content-type': 'application/json' };

/** Cards as a checkout sends them. They repeat after a thousand, which nothing minds. */
const creates = Array.from({ length: 1000 }, (_, i) => ({
  path: '/tokens',
  body: JSON.stringify({ type: 'card', data: cardData(9_000_000_000 + i) }),
}));

/** What is asked of the vault. */
export const vaultWork = ({ vault: { origin }, keys, ids }: Pick<Subjects, 'vault' | 'keys' | 'ids'>) => {
  const plain = { 'bt-api-key': keys.plain };
  const masked = { 'bt-api-key': keys.masked };
  const reads = ids.map((id) => ({ path: `/tokens/${id}` }));
  return {
    create: { origin, method: 'POST', headers: { ...json, ...plain }, requests: creates, status: 201 },
    plainRead: { origin, method: 'GET', headers: plain, requests: reads, status: 200 },
    maskedRead: { origin, method: 'GET', headers: masked, requests: reads, status: 200 },
    firstPage: { origin, method: 'GET', headers: masked, requests: [{ path: '/tokens' }], status: 200 },
  } satisfies Record<string, Work>;
};

/** The same of the bare server. */
export const bareWork = ({ bare: { origin }, ids }: Pick<Subjects, 'bare' | 'ids'>) =>
  ({
    create: { origin, method: 'POST', headers: json, requests: creates, status: 201 },
    plainRead: {
      origin,
      method: 'GET',
      headers: {},
      requests: ids.map((id) => ({ path: `/audited/${id}` })),
      status: 200,
    },
    maskedRead: {
      origin,
      method: 'GET',
      headers: {},
      requests: ids.map((id) => ({ path: `/plain/${id}` })),
      status: 200,
    },
  }) satisfies Record<string, Work>;
