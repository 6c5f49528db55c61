import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../port.ts';
import { type Engine, freshStore } from './engine.ts';

const table = 'create table v (n integer primary key autoincrement, number integer, label text, body blob) strict';

const put = (number: SqlValue, label: SqlValue, body: SqlValue) => ({
  sql: 'insert into v (number, label, body) values (?, ?, ?)',
  parameters: [number, label, body],
});

/** Any Unicode text, and often the characters that an engine may find difficult. */
const label = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('\0', '\uFFFF', '\uFFFF0', "'", '\\', '?')),
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed());

export const valueSuite = (engine: Engine) =>
  describe('a value', () => {
    it('comes back as it went in', async () => {
      const store = await freshStore(engine, table);
      const scans = store.scans({ group: 'a tenant', assertWanted: () => undefined });
      const value = fc.record({
        number: fc.option(fc.maxSafeInteger()),
        label: fc.option(label),
        body: fc.option(fc.uint8Array({ maxLength: 40 })),
      });
      await fc.assert(
        fc.asyncProperty(value, async ({ number, label, body }) => {
          const read = 'select number, label, body from v';
          await store.commit([{ sql: 'delete from v', parameters: [] }, put(number, label, body)]);
          expect(await store.rows(read)).toEqual([{ number, label, body }]);
          expect(await scans.rows(read)).toEqual([{ number, label, body }]);
          // Found by itself, whatever the engine takes its type for.
          const found = `${read} where coalesce(number, 0) = ? and coalesce(label, '') = ?`;
          expect(await store.rows(found, [number ?? 0, label ?? ''])).toHaveLength(1);
        }),
        { numRuns: 50 },
      );
    });

    it('of bytes carries none beside its own when it is a view into a larger buffer', async () => {
      const store = await freshStore(engine, table);
      const pool = new Uint8Array(64).fill(7);
      await store.commit([put(1, 'a', pool.subarray(8, 12))]);
      expect(await store.rows('select body from v where body = ?', [pool.subarray(8, 12)])).toEqual([
        { body: new Uint8Array(4).fill(7) },
      ]);
    });

    it('is a parameter only where a question mark stands outside of texts, names and comments', async () => {
      const store = await freshStore(engine, table);
      await store.commit([put(5, "it's?", null)]);
      const sql = `select label as "?", '?''?' as text -- ?
        from v /* ? */ where number = ? and label = ?`;
      expect(await store.rows(sql, [5, "it's?"])).toEqual([{ '?': "it's?", text: "?'?" }]);
    });

    it('of text sorts and compares by its bytes', async () => {
      const store = await freshStore(engine, table);
      const texts = ['b', 'B', 'a', 'ä', 'a b', 'ab', 'z', 'é', 'Z', '_', '1', '10', '9'];
      await store.commit(texts.map((text) => put(null, text, null)));
      const sorted = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const rows = await store.rows<{ label: string }>('select label from v order by label');
      expect(rows.map(({ label }) => label)).toEqual(sorted);
      expect(await store.rows("select label from v where label > 'Z' and label < 'b' order by label")).toEqual(
        ['_', 'a', 'a b', 'ab'].map((text) => ({ label: text })),
      );
      expect(await store.rows("select lower(label) as label from v where lower(label) = 'z'")).toHaveLength(2);
    });

    it('of bytes sorts by them', async () => {
      const store = await freshStore(engine, table);
      const bodies = [[255], [0], [], [0, 1], [128], [127, 255]].map((bytes) => new Uint8Array(bytes));
      await store.commit(bodies.map((body) => put(null, null, body)));
      const rows = await store.rows<{ body: Uint8Array }>(
        'select body from v order by body desc limit ? offset ?',
        [4, 1],
      );
      expect(rows.map(({ body }) => [...body])).toEqual([[128], [127, 255], [0, 1], [0]]);
    });

    it('that is computed is a number: counts, sums, extremes and comparisons', async () => {
      const store = await freshStore(engine, table);
      await store.commit([put(2 ** 52, 'a', null), put(1, 'b', null)]);
      const sql = `select count(*) as n, sum(number) as total, max(number) as most, max(number) > 5 as large,
        min(number) = 5 as small, avg(number) as middle from v`;
      expect(await store.rows(sql)).toEqual([
        { n: 2, total: 2 ** 52 + 1, most: 2 ** 52, large: 1, small: 0, middle: 2 ** 51 + 0.5 },
      ]);
    });

    it('that is drawn by the engine ascends and is not used again', async () => {
      const store = await freshStore(engine, table);
      await store.commit([put(1, null, null), put(2, null, null)]);
      await store.commit([{ sql: 'delete from v where number = ?', parameters: [2] }]);
      await store.commit([put(3, null, null)]);
      expect(await store.rows('select n, number from v order by n')).toEqual([
        { n: 1, number: 1 },
        { n: 3, number: 3 },
      ]);
    });
  });
