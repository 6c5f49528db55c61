import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { logWriter } from '../log/log-writer.ts';
import type { SqlValue } from '../store/port.ts';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { type HubStore, logHub } from './log-hub.ts';

const tenantId = '0190a000-0000-7000-8000-000000000001';

/** Rows as the hub asks for them. */
const rowOf = (n: number) => ({
  ...{ n, tenant_id: Buffer.from(tenantId.replaceAll('-', ''), 'hex'), mac: Buffer.alloc(32, n) },
  ...{ actor_id: null, actor_type: 'system', entity_type: 'token', entity_id: `entity ${n}`, operation: 'create' },
  ...{ destination: null, reason: null, created_at: n },
});

/** An audit of which some rows are written, others under way; `settle` waits for those. */
const auditOf = (written: readonly number[]) => {
  const rows = new Set(written);
  const underWay = new Set<number>();
  const waits: (() => void)[] = [];
  let held = false;
  const select = (sql: string, parameters: readonly SqlValue[]): unknown[] => {
    if (sql.startsWith('select max(n)')) return [{ n: rows.size === 0 ? null : Math.max(...rows) }];
    // The statement for whoever comes back names the tenant first, and wants the newest first.
    const [from = 0, to = 0] = parameters.filter((each) => typeof each === 'number');
    const found = [...rows].filter((n) => n > from && n <= to).sort((a, b) => a - b);
    return (sql.includes('order by n desc') ? found.reverse() : found).map(rowOf);
  };
  const store: HubStore = {
    rows: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => {
      // What is read was there when the statement began.
      const found = select(sql, parameters) as Row[];
      if (held && !sql.startsWith('select max(n)')) await new Promise<void>((resolve) => waits.push(resolve));
      return found;
    },
    settle: async () => {
      for (const n of underWay) rows.add(n);
      underWay.clear();
    },
  };
  return {
    store,
    write: (n: number) => void rows.add(n),
    /** A row has its number, and is committed later than the next one. */
    begin: (n: number) => void underWay.add(n),
    hold: () => {
      held = true;
    },
    letGo: () => {
      held = false;
      for (const resolve of waits.splice(0)) resolve();
    },
  };
};

const open = async (hub: ReturnType<typeof logHub>, since?: number) => {
  const body = await hub.open({ tenantId, operatorId: 'somebody', since, alive: async () => true });
  const stream = body[Symbol.asyncIterator]();
  return {
    read: async () => {
      const { value } = await stream.next();
      return [...String(Buffer.from(value ?? [])).matchAll(/^id: (\d+)$/gm)].map(([, n]) => Number(n));
    },
    leave: async () => void (await stream.return?.()),
  };
};

const start = (written: readonly number[]) => {
  const audit = auditOf(written);
  const { after, times, run } = timersByHand();
  const looks = () => times().filter((time) => time === 1000);
  const fire = () => run(1000);
  const log = logWriter('info', () => undefined);
  const hub = logHub({ store: audit.store, after, log });
  /** Looks once, and waits until that is over. */
  const look = async () => {
    fire();
    await expect.poll(() => looks().length).toBeGreaterThan(0);
  };
  return { hub, audit, looks, fire, look };
};

it('tells an entry also where the database shows it after one with a higher number', async () => {
  const { hub, audit, look } = start([1, 2]);
  const reader = await open(hub);
  expect(await reader.read()).toEqual([]);
  audit.begin(3);
  audit.write(4);
  await look();
  audit.write(5);
  await look();
  expect(await reader.read()).toEqual([3, 4, 5]);
});

it('tells who comes back an entry that was under way meanwhile', async () => {
  const { hub, audit } = start([1]);
  audit.begin(2);
  audit.write(3);
  const reader = await open(hub, 1);
  expect(await reader.read()).toEqual([2, 3]);
});

it('looks once a second and tells each entry once, also when the next reader comes while it looks for the last one', async () => {
  const { hub, audit, looks, fire, look } = start([1]);
  const first = await open(hub);
  audit.write(2);
  audit.hold();
  fire();
  await turn();
  await first.leave();
  // The look of the reader that has left is under way still.
  audit.write(3);
  const opening = open(hub, 1);
  await turn();
  audit.letGo();
  const second = await opening;
  await turn();
  await turn();
  expect(looks()).toEqual([1000]);
  expect(await second.read()).toEqual([2, 3]);
  audit.write(4);
  await look();
  expect(await second.read()).toEqual([4]);
  await second.leave();
  expect(looks()).toEqual([]);
});

it('ends the streams of a process that stops so that their readers come back', async () => {
  const { hub, looks } = start([1]);
  const body = await hub.open({ tenantId, operatorId: 'somebody', since: undefined, alive: async () => true });
  hub.close();
  let text = '';
  for await (const piece of body) text += Buffer.from(piece).toString();
  expect(text).toBe(': following\n\n');
  expect(looks()).toEqual([]);
});
