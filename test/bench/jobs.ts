import { cardData, groupOf } from './cards.ts';
import type { Job } from './job.ts';
import type { Subjects } from './subjects.ts';

/** A job without its amount. */
export type Work = Omit<Job, 'connections' | 'load'>;

const json = { 'content-type': 'application/json' };

/** Cards as a checkout sends them. They repeat after a thousand, which changes no result. */
const creates = Array.from({ length: 1000 }, (_, i) => ({
  path: '/tokens',
  body: JSON.stringify({ type: 'card', data: cardData(9_000_000_000 + i) }),
}));

const labels = ['{{ data.number }}', '{{ data.number | last4 }}', '{{ data.number | slice: 0, 6 }}'];

const labelled = creates.map(({ path, body }) => ({
  path,
  body: JSON.stringify({ ...JSON.parse(body), search_indexes: labels }),
}));

/** Searches spread over all cards, at most as many as there are reads. */
const searches = (count: number, query: (n: number) => string) => {
  const numbers = Array.from({ length: 1000 }, (_, i) => Math.floor((i * count) / 1000));
  return numbers.map((n) => ({ path: '/tokens/search', body: JSON.stringify({ query: query(n) }) }));
};

/** The jobs for a vault with `count` cards. */
export const vaultWork = (
  { vault: { origin }, keys, ids }: Pick<Subjects, 'vault' | 'keys' | 'ids'>,
  count: number,
) => {
  const plain = { 'bt-api-key': keys.plain };
  const masked = { 'bt-api-key': keys.masked };
  const reads = ids.map((id) => ({ path: `/tokens/${id}` }));
  return {
    create: { origin, method: 'POST', headers: { ...json, ...plain }, requests: creates, status: 201 },
    plainRead: { origin, method: 'GET', headers: plain, requests: reads, status: 200 },
    maskedRead: { origin, method: 'GET', headers: masked, requests: reads, status: 200 },
    labelledCreate: { origin, method: 'POST', headers: { ...json, ...plain }, requests: labelled, status: 201 },
    searchByData: {
      origin,
      method: 'POST',
      headers: { ...json, ...plain },
      requests: searches(count, (n) => `data:${cardData(n).number}`),
      status: 200,
    },
    searchByMetadata: {
      origin,
      method: 'POST',
      headers: { ...json, ...masked },
      requests: searches(count, (n) => `metadata.group:"${groupOf(n)}"`),
      status: 200,
    },
    firstPage: { origin, method: 'GET', headers: masked, requests: [{ path: '/tokens' }], status: 200 },
  } satisfies Record<string, Work>;
};

/** The same jobs for the bare server. */
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
