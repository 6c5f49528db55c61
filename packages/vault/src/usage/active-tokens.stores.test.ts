import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { activeTokens } from './active-tokens.ts';
import { monthOf } from './month.ts';

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const february = Date.UTC(2022, 1, 1);

const create = async () => {
  const { body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'x' } });
  return { tenantId: rig.acme.tenantId, id: body.id as string, activeMonth: 202201 };
};

const count = async (month: number): Promise<number> => {
  const [row] = await rig.store.rows<{ n: number | null }>('select sum(n) as n from active_counts where month = ?', [
    month,
  ]);
  return row?.n ?? 0;
};

describe('counting active tokens', () => {
  it('counts each once, however many processes saw it', async () => {
    const tokens = [await create(), await create(), await create()];
    const processes = Array.from({ length: 4 }, (_, shard) =>
      activeTokens({ store: rig.store, clock: () => february, shard }),
    );
    for (const each of processes) await each.add([...tokens, ...tokens]);
    await Promise.all(processes.map((each) => each.flush()));
    await Promise.all(processes.map((each) => each.flush()));
    expect(await count(202202)).toBe(tokens.length);
    expect(await count(202201)).toBe(tokens.length);
  });

  it('tries again what the store refused', async () => {
    const token = await create();
    let broken = true;
    const store = {
      ...rig.store,
      commit: (write: never) => (broken ? Promise.reject(new Error('busy')) : rig.store.commit(write)),
    };
    const active = activeTokens({ store, clock: () => Date.UTC(2022, 2, 1), shard: 0 });
    await active.add([token]);
    await expect(active.flush()).rejects.toThrow('busy');
    broken = false;
    await active.flush();
    expect(await count(202203)).toBe(1);
  });

  it('never moves a token back to an earlier month, and counts none that is gone', async () => {
    const token = await create();
    const before = await count(202112);
    const earlier = activeTokens({ store: rig.store, clock: () => Date.UTC(2021, 11, 31), shard: 0 });
    await earlier.add([token, { ...token, activeMonth: 0 }]);
    await earlier.flush();
    const later = activeTokens({ store: rig.store, clock: () => Date.UTC(2022, 5, 1), shard: 0 });
    await rig.send('DELETE', `/tokens/${token.id}`, { key });
    await later.add([token]);
    await later.flush();
    expect([await count(202112), await count(202206)]).toEqual([before, 0]);
  });
});

describe('a month', () => {
  it.each([
    [Date.UTC(2022, 0, 1), 202201],
    [Date.UTC(2022, 11, 31, 23, 59, 59, 999), 202212],
    [Date.UTC(2023, 0, 1), 202301],
  ])('of %d is %d', (time, month) => {
    expect(monthOf(time)).toBe(month);
  });
});
