import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from './limits.ts';
import { createPool, type Lease, SandboxBusyError, SandboxUnavailableError } from './pool.ts';
import { turns } from './turns.ts';
import type { Worker } from './worker.ts';

/** A process that is none: it starts at once and ends when it is told to. */
const fakeWorker = (): Worker => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    walls: { environment: true, files: true, processes: true, network: true, resources: true },
    turn: () => Promise.reject(new Error('It runs nothing.')),
    kill: resolve,
    gone: promise,
  };
};

const settled = () => new Promise(setImmediate);

/** A pool whose calls end by hand, and the order in which they began. */
const poolOf = (limits = {}, start = async () => fakeWorker()) => {
  const pool = createPool({ ...defaultLimits, ...limits }, start);
  const begun: { tenant: string; lease: Lease }[] = [];
  const call = (tenant: string) =>
    pool.acquire(tenant).then((lease) => {
      begun.push({ tenant, lease });
    });
  /** Ends the oldest call that runs. */
  const end = async () => {
    begun.shift()?.lease.release(true);
    await settled();
  };
  return { pool, begun, call, end };
};

const count = (begun: readonly { tenant: string }[], tenant: string) =>
  begun.filter((each) => each.tenant === tenant).length;

describe('the processes of a vault', () => {
  it('are told when the vault ends, so that one that is still starting ends too', async () => {
    let told: AbortSignal | undefined;
    const pool = createPool(defaultLimits, (closed) => {
      told = closed;
      return new Promise((_, reject) => closed.addEventListener('abort', () => reject(new SandboxUnavailableError())));
    });
    const walls = pool.walls();
    expect(told?.aborted).toBe(false);
    await pool.close();
    await expect(walls).rejects.toThrow(SandboxUnavailableError);
  });

  it('are for a third tenant as soon as one call of two busy ones has ended', async () => {
    const { begun, call, end } = poolOf();
    const calls = Array.from({ length: 48 }, () => [call('one'), call('other')]).flat();
    await settled();
    expect([count(begun, 'one'), count(begun, 'other')]).toEqual([8, 8]);
    const third = call('third');
    await settled();
    expect(count(begun, 'third')).toBe(0);
    await end();
    await third;
    expect(begun.at(-1)?.tenant).toBe('third');
    while (begun.length > 0) await end();
    await Promise.all(calls);
  });

  it('are shared out evenly among tenants that all have more to run than there is room for', async () => {
    const { begun, call, end } = poolOf({ processes: 4, perTenant: 4, waiting: 50 });
    for (const tenant of ['a', 'b', 'c', 'd']) for (let n = 0; n < 20; n += 1) void call(tenant);
    await settled();
    for (let n = 0; n < 40; n += 1) await end();
    expect(['a', 'b', 'c', 'd'].map((tenant) => count(begun, tenant))).toEqual([1, 1, 1, 1]);
  });

  it('refuse a call when too many of its tenant wait, and take others', async () => {
    const { call, begun, end } = poolOf({ processes: 2, perTenant: 1, waiting: 1 });
    void call('one');
    const waits = call('one');
    await expect(call('one')).rejects.toThrow(SandboxBusyError);
    await call('other');
    await end();
    await waits;
    expect(begun.map(({ tenant }) => tenant)).toEqual(['other', 'one']);
  });

  it('leave nothing taken when none can be started, and end what waits when they close', async () => {
    let broken = true;
    const { call, begun, pool, end } = poolOf({ processes: 1, perTenant: 1, spare: 0 }, async () => {
      if (broken) throw new SandboxUnavailableError('none');
      return fakeWorker();
    });
    await expect(call('one')).rejects.toThrow(SandboxUnavailableError);
    broken = false;
    await call('one');
    const waits = call('one');
    await end();
    await waits;
    const late = call('one');
    const closing = pool.close();
    await expect(late).rejects.toThrow(SandboxUnavailableError);
    await closing;
    await expect(call('other')).rejects.toThrow(SandboxUnavailableError);
    expect(begun).toHaveLength(1);
  });

  it('never work for two tenants, and are never more than allowed', async () => {
    const tenant = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(fc.record({ call: tenant }), fc.record({ end: fc.nat(20), fit: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { pool, begun, call } = poolOf({ processes: 3, perTenant: 2, calls: 4 });
        const owners = new Map<Worker, string>();
        for (const each of steps) {
          if ('call' in each) void call(each.call).catch(() => undefined);
          else if (begun.length > 0) begun.splice(each.end % begun.length, 1)[0]?.lease.release(each.fit);
          await settled();
          for (const { tenant: owner, lease } of begun) {
            expect(owners.get(lease.worker) ?? owner).toBe(owner);
            owners.set(lease.worker, owner);
          }
          expect(new Set(begun.map(({ lease }) => lease.worker)).size).toBe(begun.length);
          for (const one of ['a', 'b', 'c']) expect(count(begun, one)).toBeLessThanOrEqual(2);
          expect(pool.size()).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('turns', () => {
  it('would make the third wait for everything before it, if calls began in the order in which they came', () => {
    // The counter-proof: one line for all is a queue.
    const fair = turns<string>();
    const queue = turns<string>();
    for (let n = 0; n < 40; n += 1) for (const tenant of ['one', 'other']) fair.add(tenant, tenant);
    for (let n = 0; n < 40; n += 1) for (const tenant of ['one', 'other']) queue.add('all', tenant);
    fair.add('third', 'third');
    queue.add('all', 'third');
    const place = (of: typeof fair) => {
      for (let at = 1; ; at += 1) if (of.next(() => true) === 'third') return at;
    };
    expect([place(fair), place(queue)]).toEqual([3, 81]);
  });
});
