import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';

const classifications = ['general', 'bank', 'pci', 'pii'] as const;
const levels = ['low', 'moderate', 'high'] as const;

type Shown = 'plain' | 'masked' | 'nothing';

/** Level of the reader and of the token: whether the reader sees plaintext. Written out, so that code cannot agree with itself. */
const plain: Record<(typeof levels)[number], Record<(typeof levels)[number], boolean>> = {
  low: { low: true, moderate: false, high: false },
  moderate: { low: true, moderate: true, high: false },
  high: { low: true, moderate: true, high: true },
};

/** What the others see, by policy and whether the token has a mask. */
const settings: { restriction_policy: 'mask' | 'redact'; mask?: string; otherwise: Shown }[] = [
  { restriction_policy: 'mask', mask: 'masked', otherwise: 'masked' },
  { restriction_policy: 'redact', mask: 'masked', otherwise: 'nothing' },
  { restriction_policy: 'redact', otherwise: 'nothing' },
];

interface Made {
  id: string;
  classification: (typeof classifications)[number];
  level: (typeof levels)[number];
  otherwise: Shown;
}

const data: Record<Shown, unknown> = { plain: 'S3CR3T', masked: 'masked', nothing: null };

let rig: Rig;
const made: Made[] = [];
beforeAll(async () => {
  rig = await startRig();
  const creator = await rig.application(
    'server_to_server',
    classifications.map((classification) => `token:${classification}:create`),
  );
  for (const classification of classifications) {
    for (const level of levels) {
      for (const { otherwise, mask, restriction_policy } of settings) {
        const privacy = { classification, impact_level: level, restriction_policy };
        const body = { type: 'token', data: 'S3CR3T', search_indexes: ['needle'], privacy, ...(mask && { mask }) };
        const answer = await rig.send('POST', '/tokens', { key: creator, body });
        expect(answer.status).toBe(201);
        made.push({ id: answer.body.id, classification, level, otherwise });
      }
    }
  }
});
afterAll(async () => {
  await rig.close();
});

const readers = classifications.flatMap((classification) =>
  levels.map((level): [(typeof classifications)[number], (typeof levels)[number]] => [classification, level]),
);

describe.each(readers)('a reader of %s up to %s', (classification, level) => {
  let key: string;
  beforeAll(async () => {
    // Other rights, and those elsewhere to do everything but read, change nothing.
    const others = classifications.flatMap((other) =>
      ['create', 'update', 'delete', 'use:proxy', 'use:reactor'].map((operation) => `token:${other}:${operation}`),
    );
    key = await rig.application('server_to_server', [`token:${classification}:read:${level}`, ...others]);
  });

  const expected = (tokens: readonly Made[]) =>
    tokens
      .filter((token) => token.classification === classification)
      .map((token) => [token.id, data[plain[level][token.level] ? 'plain' : token.otherwise]])
      .reverse();

  const pairs = ({ body }: { body: { data: { id: string; data: unknown }[] } }) =>
    body.data.map((token) => [token.id, token.data]);

  const search = (query: string) => rig.send('POST', '/tokens/search', { key, body: { query, size: 100 } });

  it('sees the same by getting, listing and searching', async () => {
    const all = expected(made);
    expect(all).toHaveLength(9);
    expect(pairs(await rig.send('GET', '/tokens?size=100', { key }))).toEqual(all);
    expect(pairs(await rig.send('GET', '/tokens?size=100&type=token', { key }))).toEqual(all);
    expect(pairs(await search(''))).toEqual(all);
    expect(pairs(await search('NOT data:haystack'))).toEqual(all);
    expect(pairs(await search('created_at:[* TO *]'))).toEqual(all);
    for (const token of made) {
      const { status, body } = await rig.send('GET', `/tokens/${token.id}`, { key });
      const [pair] = expected([token]);
      expect(status === 404 ? undefined : [body.id, body.data]).toEqual(pair);
    }
  });

  it('finds by data what it sees in plaintext', async () => {
    const inPlain = expected(made.filter((token) => plain[level][token.level]));
    expect(pairs(await search('data:needle'))).toEqual(inPlain);
    const { body } = await search('NOT data:needle');
    expect(body.pagination.total_items).toBe(9 - inPlain.length);
  });
});
