import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../../testing/rig.ts';
import { agreementsIn, operatorActorId } from './agreements.ts';
import { addOperator, needsTwo, operatorsOf, removeOperator } from './operators.ts';
import { approve, proposalsOf, propose, type Signer, takeApproval, validity } from './proposals.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const start = Date.UTC(2026, 0, 1);

/** The key database of a vault with these operators, and a clock of its own. */
const withOperators = async (...names: string[]) => {
  const { store, random } = rig.keyringOptions;
  let now = start;
  const signers: Signer[] = [];
  for (const name of names) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: start };
    expect(await store.commit([addOperator(operator)])).toBeUndefined();
    signers.push({ operator, privateKey });
  }
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { ...{ store, pass }, options: { store, random, clock: () => now }, signers };
};

const both = async (...names: string[]) => {
  const made = await withOperators(...names);
  const [alice, bob] = made.signers;
  if (!alice || !bob) throw new RangeError('Two are needed.');
  return { ...made, alice, bob };
};

const act = 'replace the root key';

it('keeps operators by name and key, each once', async () => {
  const { store, signers } = await withOperators('bob', 'alice');
  expect((await operatorsOf(store)).map(({ name, addedAt }) => [name, addedAt])).toEqual([
    ['alice', start],
    ['bob', start],
  ]);
  const [bob, alice] = signers.map(({ operator }) => operator);
  if (!alice || !bob) return expect.unreachable('both are there');
  expect((await operatorsOf(store)).find(({ name }) => name === 'bob')?.publicKey.equals(bob.publicKey)).toBe(true);
  expect(await store.commit([addOperator({ ...alice, publicKey: generateKeyPairSync('ed25519').publicKey })])).toBe(
    'taken',
  );
  expect(await store.commit([addOperator({ ...alice, name: 'carol' })])).toBe('taken');
  expect(await store.commit([removeOperator('nobody')])).toBe('unknown');
  expect(needsTwo(await operatorsOf(store))).toBe(true);
  expect(await store.commit([removeOperator('alice')])).toBeUndefined();
  expect(needsTwo(await operatorsOf(store))).toBe(false);
});

it('lets an act go on once after two have signed, whoever carries it out', async () => {
  const { options, alice, bob, store } = await both('alice', 'bob');
  expect(await takeApproval(options, act, alice.operator.name)).toEqual({ may: 'propose' });
  const { id } = await propose(options, act, alice);
  expect(await takeApproval(options, act, bob.operator.name)).toMatchObject({
    may: 'wait',
    proposal: { id, proposedBy: 'alice' },
  });
  expect(await approve(options, id, alice)).toBe('own');
  expect(await approve(options, id, bob)).toMatchObject({ id, act });
  // Of several that take it at the same time, one has it.
  const taken = await Promise.all([1, 2, 3].map(() => takeApproval(options, act, bob.operator.name)));
  expect(taken.filter(({ may }) => may === 'go')).toHaveLength(1);
  expect(await proposalsOf(store)).toMatchObject([{ id, approvedBy: 'bob', doneBy: 'bob', doneAt: start }]);
  expect(await approve(options, id, bob)).toBe('approved');
});

it('tells who did an act by the key of the operator, also of one whose name is the id of somebody else', async () => {
  const { options, alice, bob, store } = await both('0190a5b0-0000-7000-8000-000000000001', 'bob');
  await approve(options, (await propose(options, act, alice)).id, bob);
  await takeApproval(options, act, alice.operator.name);
  const steps = await agreementsIn({ store, clock: options.clock }).steps();
  const [one, two] = [alice, bob].map(({ operator }) => operatorActorId(operator.publicKey));
  expect(steps.map(({ step, actorId }) => [step, actorId])).toEqual([
    ['proposed', one],
    ['approved', two],
    ['done', one],
  ]);
});

it('lets nothing go on that was signed for something else, too long ago, or by somebody who has left', async () => {
  const { options, alice, bob, store, pass, signers } = await both('alice', 'bob', 'carol');
  const agreed = async () => {
    const { id } = await propose(options, act, alice);
    await approve(options, id, bob);
  };
  await agreed();
  expect(await takeApproval(options, `${act} twice`, alice.operator.name)).toEqual({ may: 'propose' });
  expect(await takeApproval(options, act, undefined)).not.toEqual({ may: 'go' });
  pass(validity);
  expect(await takeApproval(options, act, alice.operator.name)).toEqual({ may: 'propose' });
  await agreed();
  await store.commit([removeOperator('bob')]);
  expect(await takeApproval(options, act, alice.operator.name)).toEqual({ may: 'propose' });
  // The same name with another key is somebody else.
  const carol = signers[2]?.operator;
  if (!carol) return expect.unreachable('there are three');
  await store.commit([removeOperator('carol')]);
  await store.commit([addOperator({ ...carol, name: 'bob' })]);
  expect(await takeApproval(options, act, alice.operator.name)).toEqual({ may: 'propose' });
});

describe('rows that somebody has edited in the key database', () => {
  const elsewhere = 'replace the root key, with the next one at file:/tmp/mine';

  /** Rows of which each looks as if two had agreed to hand the root key to a place that nobody has agreed to. */
  const edits: readonly (readonly [string, string, readonly (string | Uint8Array)[]])[] = [
    ['the act of an agreement', 'update key_proposals set act = ? where approved_by is not null', [elsewhere]],
    [
      'an agreement that was never given',
      `update key_proposals set approved_by = 'bob', approved_at = proposed_at, approval = ? where approved_by is null`,
      [randomBytes(64)],
    ],
    [
      'an agreement that was given to something else',
      `update key_proposals set approved_by = 'bob', approved_at = proposed_at,
         approval = (select approval from key_proposals where approved_by is not null) where approved_by is null`,
      [],
    ],
    [
      'the name of who has proposed',
      `update key_proposals set approved_by = 'alice', approval = signature, proposed_by = 'bob' where approved_by is null`,
      [],
    ],
  ];

  /** A vault in which two have agreed to one act, and one has proposed another; then the rows are edited. */
  const edited = async ([, sql, parameters]: (typeof edits)[number]) => {
    const made = await both('alice', 'bob');
    const { options, alice, bob, store } = made;
    await approve(options, (await propose(options, act, alice)).id, bob);
    await propose(options, elsewhere, alice);
    await store.commit([{ sql, parameters: [...parameters] }]);
    return made;
  };

  it.each(edits)('let nothing go on: %s', async (...edit) => {
    const { options, alice } = await edited(edit);
    expect(await takeApproval(options, elsewhere, alice.operator.name)).not.toEqual({ may: 'go' });
  });

  it.each(edits)('would let it go on, if signatures were not checked [counter-proof]: %s', async (...edit) => {
    const { options, alice } = await edited(edit);
    expect(
      await takeApproval(options, elsewhere, alice.operator.name, ({ approvedBy }) => approvedBy !== null),
    ).toEqual({
      may: 'go',
    });
  });
});

describe('signatures of two', () => {
  const taken = `approved_by = 'bob', approved_at = proposed_at,
    approval = (select approval from key_proposals where done_at is not null)`;

  /** What somebody makes of an agreement to the same act, and how long after it was given. */
  const replays: readonly (readonly [string, string, number])[] = [
    ['that were given to the same act before', `update key_proposals set ${taken} where done_at is null`, 0],
    [
      'whose time has ended',
      'update key_proposals set expires_at = expires_at * 2 where approved_by is not null',
      validity,
    ],
    [
      'in each other’s place',
      `update key_proposals set approved_by = proposed_by, approval = signature, proposed_by = approved_by,
        signature = approval where done_at is null and approved_by is not null`,
      0,
    ],
  ];

  const replayed = async ([name, sql, later]: (typeof replays)[number]) => {
    const made = await both('alice', 'bob');
    const { options, alice, bob, store, pass } = made;
    const agree = async () => approve(options, (await propose(options, act, alice)).id, bob);
    await agree();
    if (name === 'that were given to the same act before') {
      await takeApproval(options, act, alice.operator.name);
      await propose(options, act, alice);
    }
    pass(later);
    await store.commit([{ sql, parameters: [] }]);
    return made;
  };

  it.each(replays)('are none for an act %s', async (...replay) => {
    const { options, alice } = await replayed(replay);
    expect(await takeApproval(options, act, alice.operator.name)).not.toEqual({ may: 'go' });
  });

  it.each(replays)('would be some, if they were not checked [counter-proof]: %s', async (...replay) => {
    const { options, alice } = await replayed(replay);
    expect(await takeApproval(options, act, alice.operator.name, ({ approvedBy }) => approvedBy !== null)).toEqual({
      may: 'go',
    });
  });
});
