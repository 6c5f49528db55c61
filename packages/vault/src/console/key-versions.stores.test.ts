import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentRoot } from '../keys/current-root.ts';
import { settlingTime } from '../keys/destroy.ts';
import { destructionOf } from '../keys/dual-control/acts.ts';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer, takeApproval } from '../keys/dual-control/proposals.ts';
import { storedKeys } from '../keys/key-store.ts';
import { activationDelay, rotateKek } from '../keys/rotate.ts';
import { remoteRootKey } from '../keys/testing/remote-root-key.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { approving, keyWork, makeTokens } from './testing/key-work.ts';

let rig: Rig;
let console: ConsoleRig;
beforeEach(async () => {
  rig = await startRig();
  console = consoleOf(rig);
});
afterEach(async () => {
  await console.close();
  await rig.close();
});

const custodian = (at = console) => at.operator('custodian', rig.acme.tenantId);
const workOf = async (at = console) => {
  const who = await custodian(at);
  return { ...keyWork(at, who), who };
};
const versionsOf = async (work: Pick<ReturnType<typeof keyWork>, 'look'>) =>
  (await work.look()).body.versions.map(
    ({ version, state, values }: Record<string, unknown>) => `${version} ${state} ${values}`,
  );

/** Gives the tenant a second version that is used, and lets what was under way settle. */
const rotated = async (work: Pick<ReturnType<typeof keyWork>, 'rotate'>) => {
  expect((await work.rotate()).status).toBe(201);
  rig.pass(activationDelay + settlingTime);
};

const keyOperators = async (): Promise<[Signer, Signer]> => {
  const signer = async (name: string): Promise<Signer> => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: rig.clock() };
    await rig.keyringOptions.store.commit([addOperator(operator)]);
    return { operator, privateKey };
  };
  return [await signer('alice'), await signer('bob')];
};

const told = async (entityType: string) => {
  await rig.vault.tidy();
  const { body } = await rig.send('GET', `/logs?entity_type=${entityType}`, { key: rig.acme.key });
  return body.data.toReversed().map((each: Record<string, string>) => [each.message, each.entity_id, each.actor_id]);
};

describe('a key', () => {
  it('is rotated, its values are rewrapped, and the old version is destroyed, with who did it in the log', async () => {
    const key = await rig.application('server_to_server', allTokens());
    await makeTokens(rig, key, 3);
    const { who, ...work } = await workOf();
    const made = await work.rotate();
    expect(made).toMatchObject({ status: 201, body: { version: 2, active_at: '2022-01-01T00:00:05+00:00' } });
    expect(await versionsOf(work)).toEqual(['2 pending 0', '1 active 6']);
    // Twice by a slip makes one.
    expect(await work.rotate()).toMatchObject({ status: 409, body: { type: 'conflict' } });
    rig.pass(activationDelay);
    expect(await work.confirm(1)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('30 seconds') },
    });
    rig.pass(settlingTime);
    expect(await work.confirm(1)).toMatchObject({
      status: 409,
      body: { type: 'in-use', detail: expect.stringContaining('3 tokens, 3 masked forms') },
    });
    const begun = await work.begin();
    expect(begun.status, begun.text).toBe(201);
    expect(await work.ended()).toMatchObject({ state: 'done', failed: 0, progress: { done: 6, total: 6 } });
    expect(await versionsOf(work)).toEqual(['2 active 6', '1 old 0']);
    expect((await work.confirm(1)).status).toBe(204);
    expect(await versionsOf(work)).toEqual(['2 active 6']);
    expect((await rig.send('GET', '/tokens', { key })).body.data).toHaveLength(3);

    expect(await told('key_version')).toEqual([
      ['Version of a key created', '2', who.operator.id],
      ['Version of a key destroyed', '1', who.operator.id],
    ]);
    expect(await told('key_rewrap')).toEqual([['Rewrap begun', begun.body.id, who.operator.id]]);
  });

  it('says what speaks against destroying a version', async () => {
    const work = await workOf();
    expect(await work.confirm(1)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('newest') } });
    for (const version of ['7', '0', '-1', '1.0', '1e0', 'x', '9999999999999999999']) {
      expect((await work.confirm(version)).status, version).toBe(404);
    }
    await rotated(work);
    expect((await work.confirm(1)).status).toBe(204);
    expect(await work.confirm(1)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('was destroyed at') },
    });
  });

  it('is not rotated while the root key is out of reach, which is said', async () => {
    const service = remoteRootKey();
    await console.close();
    await rig.close();
    rig = await startRig({ root: service.provider });
    console = consoleOf(rig);
    const work = await workOf();
    service.state.away = true;
    expect(await work.rotate()).toMatchObject({
      status: 503,
      body: { type: 'unavailable', detail: expect.stringContaining('The service does not answer.') },
    });
    expect(await versionsOf(work)).toEqual(['1 active 0']);
    expect(await told('key_version')).toEqual([]);
    service.state.away = false;
    expect((await work.rotate()).status).toBe(201);
  });

  it('is not rotated twice when another process was quicker', async () => {
    const { store } = rig.keyringOptions;
    let meanwhile = async () => void (await rotateKek(rig.keyringOptions, rig.acme.tenantId));
    const slow = {
      ...store,
      rows: async <Row>(...asked: Parameters<typeof store.rows>) => {
        const rows = await store.rows<Row>(...asked);
        if (!/from wrapped_keys/.test(asked[0])) return rows;
        const first = meanwhile;
        meanwhile = async () => undefined;
        await first();
        return rows;
      },
    };
    const { root } = rig.keyringOptions;
    const beside = consoleOf(rig, { keys: { store: slow, root, periods: { root: 365, tenant: 365 } } });
    const work = await workOf(beside);
    meanwhile = async () => void (await rotateKek(rig.keyringOptions, rig.acme.tenantId));
    expect(await work.rotate()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('Version 2') } });
    expect(await versionsOf(work)).toEqual(['2 pending 0', '1 active 0']);
    await beside.close();
  });

  it('never stands in an answer or in the log', async () => {
    const { store, root } = rig.keyringOptions;
    const work = await workOf();
    const texts = [(await work.look()).text, (await work.rotate()).text];
    const { keys } = await currentRoot(store, root);
    const stored = await storedKeys(store);
    const held = await Promise.all(stored.map(async (key) => [key.wrapped, await keys.unwrap(key, key.wrapped)]));
    rig.pass(activationDelay + settlingTime);
    texts.push((await work.begin()).text);
    await work.ended();
    texts.push(JSON.stringify(await work.rewraps()), (await work.options(1)).text, (await work.confirm(1)).text);
    const all = [...texts, ...console.lines, ...rig.lines].join('\n');
    expect(all).toContain(rig.acme.tenantId);
    expect(held.length).toBeGreaterThan(4);
    for (const bytes of held.flat()) {
      for (const form of ['hex', 'base64', 'base64url'] as const) {
        expect(all).not.toContain(Buffer.from(bytes).toString(form).replace(/=+$/, ''));
      }
    }
  });
});

describe('destroying a version by two', () => {
  const needed = { status: 403, body: { type: 'approval-needed' } };

  it('takes the approval of another operator, once', async () => {
    const two = consoleOf(rig, { twoPerson: ['destroy-key'] });
    const work = await workOf(two);
    const other = await two.operator('administrator', rig.acme.tenantId);
    const { ask, give } = approving(two);
    expect(await ask(work.who, 'destroy-key', '1')).toMatchObject({ status: 400 });
    await rotated(work);
    expect(await work.confirm(1)).toMatchObject(needed);
    for (const subject of ['2', '7', '01', 'x', rig.acme.tenantId]) {
      expect((await ask(work.who, 'destroy-key', subject)).status, subject).toBe(400);
    }
    const asked = await ask(work.who, 'destroy-key', '1');
    expect(asked.status, asked.text).toBe(201);
    expect(await work.confirm(1)).toMatchObject(needed);
    expect((await give(work.who, asked.body.id)).status).toBe(403);
    expect((await give(other, asked.body.id)).status).toBe(200);
    // It is for who has asked.
    expect(await keyWork(two, other).confirm(1)).toMatchObject(needed);
    expect((await work.confirm(1)).status).toBe(204);
    expect(await versionsOf(work)).toEqual(['2 active 0']);
    expect((await told('approval')).map(([message]: string[]) => message)).toEqual([
      'Approval asked for',
      'Approval given',
      'Approval used',
    ]);
    await two.close();
  });

  it('takes the agreement of operators of keys where there are two, which the approval of the console does not replace', async () => {
    const two = consoleOf(rig, { twoPerson: ['destroy-key'] });
    const work = await workOf(two);
    const { ask, give } = approving(two);
    await rotated(work);
    const asked = await ask(work.who, 'destroy-key', '1');
    await give(await custodian(two), asked.body.id);
    const [alice, bob] = await keyOperators();
    const act = destructionOf(1, rig.acme.tenantId);
    const refused = await work.confirm(1);
    expect(refused).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
    expect(refused.body.detail).toContain(`keys destroy --tenant-id ${rig.acme.tenantId} --key-version 1`);
    const { id } = await propose(rig.keyringOptions, act, alice);
    expect((await work.confirm(1)).body.detail).toContain(`keys approve ${id}`);
    await approve(rig.keyringOptions, id, bob);
    // Neither was used up by being refused for the other.
    expect((await work.confirm(1)).status).toBe(204);
    expect(await takeApproval(rig.keyringOptions, act, 'alice')).toEqual({ may: 'propose' });
    await two.close();
  });

  it('takes nobody else where nobody said so', async () => {
    const work = await workOf();
    await rotated(work);
    expect((await work.confirm(1)).status).toBe(204);
  });
});
