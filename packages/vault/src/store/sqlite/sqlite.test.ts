import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Statement } from '../port.ts';
import { insert, open, schema, steps } from '../testing/table.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const claim = (k: string, v: number): Statement => ({
  sql: 'insert into t (k, v) values (?, ?) on conflict do nothing',
  parameters: [k, v],
  guard: { changes: 1, otherwise: 'taken' },
});
const all = 'select k, v from t order by k';

describe('a write', () => {
  it('can be read as soon as it has resolved', async () => {
    const store = await open();
    for (let v = 0; v < 50; v++) {
      await store.commit([
        { sql: 'insert into t values (?, ?) on conflict (k) do update set v = ?', parameters: ['a', v, v] },
      ]);
      expect(await store.rows(all)).toEqual([{ k: 'a', v }]);
    }
  });

  it('is kept whole or not at all, and a failed guard undoes it alone', async () => {
    const store = await open();
    const outcomes = await Promise.all([
      store.commit([insert('a', 1)]),
      store.commit([insert('b', 1), claim('a', 2), insert('c', 1)]),
      store.commit([claim('d', 1)]),
    ]);
    expect(outcomes).toEqual([undefined, 'taken', undefined]);
    expect(await store.rows(all)).toEqual([
      { k: 'a', v: 1 },
      { k: 'd', v: 1 },
    ]);
  });

  it('that breaks a constraint rejects alone, and its error quotes no value', async () => {
    const store = await open();
    const [kept, refused, nonsense] = await Promise.allSettled([
      store.commit([insert('4242424242424242', 1)]),
      store.commit([insert('other', 1), insert('4242424242424242', 2)]),
      store.commit([{ sql: 'insert into nowhere values (1)', parameters: [] }]),
    ]);
    expect(kept.status).toBe('fulfilled');
    expect(refused).toMatchObject({ reason: { name: 'StoreError', code: 'refused' } });
    expect(nonsense).toMatchObject({ reason: { name: 'StoreError', code: 'refused' } });
    expect(String(refused.status === 'rejected' && refused.reason)).not.toContain('4242');
    expect(await store.rows(all)).toHaveLength(1);
  });

  it('with a parameter too few is refused: SQLite would take it for null', async () => {
    const store = await open();
    const sql = 'select k from t where k = ? or v = ?';
    await expect(store.rows(sql, ['a'])).rejects.toMatchObject({ code: 'refused' });
    await expect(store.commit([{ sql: 'delete from t where k = ?', parameters: [] }])).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('gives a claim to one of many who ask at once', async () => {
    const store = await open();
    const outcomes = await Promise.all(Array.from({ length: 500 }, (_, v) => store.commit([claim('name', v)])));
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
    expect(await store.rows(all)).toEqual([{ k: 'name', v: 0 }]);
  });

  it('has the outcome it would have had alone, in the order given', async () => {
    const store = await open();
    const key = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ is: fc.constant('claim' as const), key }),
      fc.record({ is: fc.constant('drop' as const), key }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }), async (writes) => {
        await store.commit([{ sql: 'delete from t', parameters: [] }]);
        const outcomes = await Promise.all(
          writes.map((write) =>
            store.commit(
              write.map((s) =>
                s.is === 'claim'
                  ? claim(s.key, 0)
                  : {
                      sql: 'delete from t where k = ?',
                      parameters: [s.key],
                      guard: { changes: 1, otherwise: 'missing' },
                    },
              ),
            ),
          ),
        );
        let model = new Set<string>();
        const expected = writes.map((write) => {
          const draft = new Set(model);
          for (const s of write) {
            const fits = s.is === 'claim' ? !draft.has(s.key) : draft.has(s.key);
            if (!fits) return s.is === 'claim' ? 'taken' : 'missing';
            if (s.is === 'claim') draft.add(s.key);
            else draft.delete(s.key);
          }
          model = draft;
          return undefined;
        });
        expect(outcomes).toEqual(expected);
        const rows = await store.rows<{ k: string }>(all);
        expect(rows.map(({ k }) => k)).toEqual([...model].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('does not carry bytes beside its own when it is a view into a larger buffer', async () => {
    const store = await open(undefined, steps('create table b (body blob not null) strict'));
    const pool = new Uint8Array(64).fill(7);
    await store.commit([{ sql: 'insert into b values (?)', parameters: [pool.subarray(8, 12)] }]);
    expect(await store.rows('select body from b')).toEqual([{ body: new Uint8Array(4).fill(7) }]);
  });
});

describe('when things go wrong', () => {
  it('a full disk keeps nothing of the batch and the store goes on', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await open(
      path,
      steps(`${schema}; create table b (body blob not null) strict; pragma max_page_count = 40`),
    );
    const big: Statement = { sql: 'insert into b values (?)', parameters: [new Uint8Array(400_000)] };
    const together = await Promise.allSettled([store.commit([insert('a', 1)]), store.commit([insert('b', 1), big])]);
    for (const outcome of together) {
      expect(outcome).toMatchObject({ reason: { code: 'full', message: expect.stringContaining(path) } });
    }
    expect(await store.rows(all)).toEqual([]);
    expect(await store.commit([insert('a', 1)])).toBeUndefined();
  });

  it('another process that holds the database is waited for, then named', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await open(path);
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    await expect(store.commit([insert('a', 1)])).rejects.toMatchObject({ code: 'busy' });
    other.exec('rollback');
    expect(await store.commit([insert('a', 1)])).toBeUndefined();
  });

  it('a writer that dies fails the write it had in hand, and another takes its place', async () => {
    const store = await open();
    await store.commit([insert('a', 1)]);
    // No write at all, which nothing but a defect of ours could send: the thread does not survive it.
    await expect(store.commit({ map: () => null } as never)).rejects.toMatchObject({ code: 'closed' });
    expect(await store.commit([insert('b', 1)])).toBeUndefined();
    expect(await store.rows('select k from t')).toHaveLength(2);
  });

  it('writes taken before a close are kept, later ones are refused', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await open(path);
    const taken = Array.from({ length: 600 }, (_, v) => store.commit([insert(`k${v}`, v)]));
    await store.close();
    await Promise.all(taken);
    await expect(store.commit([insert('late', 1)])).rejects.toMatchObject({ code: 'closed' });
    await expect(store.rows(all)).rejects.toMatchObject({ code: 'closed' });
    expect(await (await open(path)).rows('select k from t')).toHaveLength(600);
  });

  it('says what is wrong with a path it cannot use', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text.db'), 'this is no database, it is a letter to someone else\n'.repeat(40));
    await expect(open(join(folder, 'missing', 'a.db'))).rejects.toMatchObject({ code: 'unwritable' });
    await expect(open(folder)).rejects.toMatchObject({ code: 'unwritable' });
    await expect(open(join(folder, 'text.db'))).rejects.toMatchObject({ code: 'damaged' });
    expect(readFileSync(join(folder, 'text.db'), 'utf8')).toContain('a letter');
  });
});
