import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';

const classifications = ['general', 'bank', 'pci', 'pii'] as const;
const levels = ['low', 'moderate', 'high'] as const;
const policies = ['mask', 'redact'] as const;

type Row = readonly [permission: string, create: number, get: number, patch: number, remove: number];

/**
 * What a key may do with a token when this is the one permission it holds, in the classification of the token; impact level and policy
 * change nothing of it. Written out, so that code cannot agree with itself.
 */
const own: readonly Row[] = [
  ['create', 201, 403, 403, 403],
  ['read:low', 403, 200, 403, 403],
  ['read:moderate', 403, 200, 403, 403],
  ['read:high', 403, 200, 403, 403],
  ['update', 403, 403, 200, 403],
  ['delete', 403, 403, 403, 204],
  ['use:proxy', 403, 403, 403, 403],
  ['use:reactor', 403, 403, 403, 403],
];

/** The same when it is held in every classification but that of the token: what it could allow elsewhere is not there. */
const elsewhere: readonly Row[] = [
  ['create', 403, 403, 403, 403],
  ['read:low', 403, 404, 403, 403],
  ['read:moderate', 403, 404, 403, 403],
  ['read:high', 403, 404, 403, 403],
  ['update', 403, 403, 404, 403],
  ['delete', 403, 403, 403, 404],
  ['use:proxy', 403, 403, 403, 403],
  ['use:reactor', 403, 403, 403, 403],
];

/** Whether a reader up to a level, who may also update, may change the mask of a token of an impact level. */
const mayMask: Record<(typeof levels)[number], Record<(typeof levels)[number], boolean>> = {
  low: { low: true, moderate: false, high: false },
  moderate: { low: true, moderate: true, high: false },
  high: { low: true, moderate: true, high: true },
};

let rig: Rig;
let all: string;
beforeAll(async () => {
  // Who may do what is decided above the store.
  rig = await startRig({ place: storageInFiles() });
  all = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

describe.each(classifications)('of a %s token', (classification) => {
  const kinds = levels.flatMap((impact_level) =>
    policies.map((restriction_policy) => ({
      ...{ type: 'token', data: 'S3CR3T', mask: 'masked' },
      privacy: { classification, impact_level, restriction_policy },
    })),
  );
  const make = async (body: (typeof kinds)[number]): Promise<string> =>
    (await rig.send('POST', '/tokens', { key: all, body })).body.id;
  const holding = (names: string[]) => rig.application('server_to_server', names);

  it.each([...own.map((row) => ['here', row] as const), ...elsewhere.map((row) => ['elsewhere', row] as const)])(
    'who holds one permission %s may do what the table says: %j',
    async (where, [permission, ...expected]) => {
      const places = where === 'here' ? [classification] : classifications.filter((other) => other !== classification);
      const key = await holding(places.map((place) => `token:${place}:${permission}`));
      for (const body of kinds) {
        const path = `/tokens/${await make(body)}`;
        const answers = [
          await rig.send('POST', '/tokens', { key, body }),
          await rig.send('GET', path, { key }),
          await rig.send('PATCH', path, { key, body: { metadata: { a: 'b' } } }),
          await rig.send('DELETE', path, { key }),
        ];
        expect([body.privacy, answers.map(({ status }) => status)]).toEqual([body.privacy, expected]);
        const there = await rig.send('GET', path, { key: all });
        expect(there.status).toBe(expected[3] === 204 ? 404 : 200);
        expect(there.body.metadata).toEqual(expected[2] === 200 && expected[3] !== 204 ? { a: 'b' } : undefined);
        for (const { text } of answers.filter(({ status }) => status !== 200)) expect(text).not.toContain('S3CR3T');
      }
    },
  );

  it.each(levels)('who may update and read up to %s may change what it sees in plaintext', async (level) => {
    const key = await holding([`token:${classification}:update`, `token:${classification}:read:${level}`]);
    for (const body of kinds) {
      const id = await make(body);
      const { status } = await rig.send('PATCH', `/tokens/${id}`, { key, body: { mask: 'other' } });
      expect([body.privacy, status]).toEqual([body.privacy, mayMask[level][body.privacy.impact_level] ? 200 : 403]);
    }
  });
});
