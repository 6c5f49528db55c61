import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, claim, drop, insert } from '../table.ts';
import { type Engine, freshStore } from './engine.ts';

const step = fc.record({ is: fc.constantFrom('claim', 'drop'), key: fc.constantFrom('a', 'b', 'c') });
type Step = { is: string; key: string };

const statement = ({ is, key }: Step) => (is === 'claim' ? claim(key, 0) : drop(key));

/** What would become of writes that were done one after the other, and the names that would be there then. */
const oneAfterTheOther = (writes: readonly (readonly Step[])[]) => {
  let names = new Set<string>();
  const outcomes = writes.map((write) => {
    const draft = new Set(names);
    for (const { is, key } of write) {
      if (draft.has(key) === (is === 'claim')) return is === 'claim' ? 'taken' : 'missing';
      if (is === 'claim') draft.add(key);
      else draft.delete(key);
    }
    names = draft;
    return undefined;
  });
  return { outcomes, names: [...names].sort() };
};

export const writeSuite = (engine: Engine) =>
  describe('a write', () => {
    it('can be read as soon as it has resolved', async () => {
      const store = await freshStore(engine);
      for (let v = 0; v < 50; v++) {
        await store.commit([
          { sql: 'insert into t values (?, ?) on conflict (k) do update set v = ?', parameters: ['a', v, v] },
        ]);
        expect(await store.rows(all)).toEqual([{ k: 'a', v }]);
      }
    });

    it('is kept whole or not at all, and a failed guard undoes it alone', async () => {
      const store = await freshStore(engine);
      const outcomes = await Promise.all([
        store.commit([insert('a', 1)]),
        store.commit([insert('b', 1), claim('a', 2), insert('c', 1)]),
        store.commit([]),
        store.commit([claim('d', 1)]),
      ]);
      expect(outcomes).toEqual([undefined, 'taken', undefined, undefined]);
      expect(await store.commit([insert('e', 1), drop('f')])).toBe('missing');
      expect(await store.rows(all)).toEqual([
        { k: 'a', v: 1 },
        { k: 'd', v: 1 },
      ]);
    });

    it('is undone when it changes more rows than its guard says', async () => {
      const store = await freshStore(engine);
      await store.commit([insert('a', 1), insert('b', 1)]);
      const both = { sql: 'update t set v = 2 where v = ?', parameters: [1] };
      expect(await store.commit([{ ...both, guard: { changes: 1, otherwise: 'several' } }])).toBe('several');
      expect(await store.commit([{ ...both, guard: { changes: 2, otherwise: 'not both' } }])).toBeUndefined();
      expect(await store.commit([{ ...both, guard: { changes: 0, otherwise: 'some' } }])).toBeUndefined();
    });

    it('that breaks a constraint rejects alone, and its error quotes no value', async () => {
      const store = await freshStore(engine);
      const [kept, refused, nonsense] = await Promise.allSettled([
        store.commit([insert('4242424242424242', 1)]),
        store.commit([insert('other', 1), insert('4242424242424242', 2)]),
        store.commit([{ sql: 'insert into nowhere values (1)', parameters: [] }]),
      ]);
      expect(kept.status).toBe('fulfilled');
      expect(refused).toMatchObject({ reason: { name: 'StoreError', code: 'refused' } });
      expect(nonsense).toMatchObject({ reason: { code: 'refused', message: expect.stringContaining('nowhere') } });
      expect(String(refused.status === 'rejected' && refused.reason)).not.toContain('4242');
      expect(await store.rows(all)).toHaveLength(1);
    });

    it('of a value that does not fit its column is refused, and the error does not quote it either', async () => {
      const store = await freshStore(engine);
      const write = store.commit([{ sql: 'insert into t (k, v) values (?, ?)', parameters: ['a', '4242 4242'] }]);
      await expect(write).rejects.toMatchObject({ code: 'refused', message: expect.not.stringContaining('4242') });
    });

    it('with a parameter too few is refused', async () => {
      const store = await freshStore(engine);
      const sql = 'select k from t where k = ? or v = ?';
      await expect(store.rows(sql, ['a'])).rejects.toMatchObject({ code: 'refused' });
      const [refused, kept] = await Promise.allSettled([
        store.commit([{ sql: 'delete from t where k = ?', parameters: [] }]),
        store.commit([insert('a', 1)]),
      ]);
      expect(refused).toMatchObject({ reason: { code: 'refused' } });
      expect(kept.status).toBe('fulfilled');
    });

    it('gives a claim to one of many who ask at once', async () => {
      const store = await freshStore(engine);
      const outcomes = await Promise.all(Array.from({ length: 500 }, (_, v) => store.commit([claim('name', v)])));
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
      expect(await store.rows(all)).toEqual([{ k: 'name', v: 0 }]);
    });

    it('has the outcome it would have had alone, in the order given', async () => {
      const store = await freshStore(engine);
      const writes = fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(writes, async (given) => {
          await store.commit([{ sql: 'delete from t', parameters: [] }]);
          const outcomes = await Promise.all(given.map((write) => store.commit(write.map(statement))));
          const rows = await store.rows<{ k: string }>(all);
          expect({ outcomes, names: rows.map(({ k }) => k) }).toEqual(oneAfterTheOther(given));
        }),
        { numRuns: 60 },
      );
    });

    it('cannot be made by a read', async () => {
      const store = await freshStore(engine);
      await expect(store.rows('insert into t (k, v) values (?, ?)', ['a', 1])).rejects.toMatchObject({
        name: 'StoreError',
      });
      expect(await store.rows(all)).toEqual([]);
    });

    it('taken before a close is kept, a later one is refused', async () => {
      const open = await engine.place();
      const store = await open();
      const taken = Array.from({ length: 600 }, (_, v) => store.commit([insert(`k${v}`, v)]));
      await store.close();
      await store.close();
      await Promise.all(taken);
      await expect(store.commit([insert('late', 1)])).rejects.toMatchObject({ code: 'closed' });
      await expect(store.rows(all)).rejects.toMatchObject({ code: 'closed' });
      expect(await (await open()).rows('select k from t')).toHaveLength(600);
    });
  });
