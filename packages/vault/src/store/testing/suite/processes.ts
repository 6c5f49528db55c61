import { describe, expect, it } from 'vitest';
import type { Store } from '../../port.ts';
import { claim, insert, steps } from '../table.ts';
import type { Engine } from './engine.ts';

/** Adds one by compare-and-set, as often as it takes. */
const increment = async (store: Store, k: string): Promise<void> => {
  for (;;) {
    const [row] = await store.rows<{ v: number }>('select v from t where k = ?', [k]);
    const v = row?.v ?? 0;
    const sql = 'update t set v = ? where k = ? and v = ?';
    const guard = { changes: 1, otherwise: 'overtaken' };
    if ((await store.commit([{ sql, parameters: [v + 1, k, v], guard }])) === undefined) return;
  }
};

export const processSuite = (engine: Engine) =>
  describe('two processes on one database', () => {
    const both = async () => {
      const open = await engine.place();
      return [await open(), await open()] as const;
    };

    it('see what the other has committed', async () => {
      const [one, two] = await both();
      for (let v = 0; v < 20; v++) {
        const [writer, reader] = v % 2 ? [one, two] : [two, one];
        await writer.commit([insert(`k${v}`, v)]);
        expect(await reader.rows('select v from t where k = ?', [`k${v}`])).toEqual([{ v }]);
      }
    });

    it('never give one name to two', async () => {
      const stores = await both();
      const names = Array.from({ length: 40 }, (_, name) => `name ${name}`);
      const winners = await Promise.all(
        names.flatMap((name, index) =>
          [0, 1, 2, 3].map(async (n) => {
            const store = stores[(index + n) % 2] ?? stores[0];
            return (await store.commit([claim(name, n), insert(`${name} ${n}`, n)])) === undefined ? name : undefined;
          }),
        ),
      );
      expect(winners.filter((name) => name !== undefined).sort()).toEqual([...names].sort());
      expect(await stores[0].rows('select k from t')).toHaveLength(2 * names.length);
    });

    it('lose no increment of a value both compare and set', async () => {
      const [one, two] = await both();
      await one.commit([insert('a', 0), insert('b', 0)]);
      const increments = [one, two].flatMap((store) =>
        ['a', 'b'].flatMap((k) => Array.from({ length: 10 }, () => increment(store, k))),
      );
      await Promise.all(increments);
      expect(await two.rows('select v from t')).toEqual([{ v: 20 }, { v: 20 }]);
    });

    it('let a reader wait until no number below the newest can appear any more', async () => {
      const open = await engine.place();
      const migrations = steps('create table log (n integer primary key autoincrement, k text not null) strict');
      const stores = [await open(migrations), await open(migrations)] as const;
      const line = { sql: 'insert into log (k) values (?)', parameters: ['a line'] };
      let writing = true;
      const writers = stores.map(async (store) => {
        while (writing) await Promise.all(Array.from({ length: 20 }, () => store.commit([line, line])));
      });
      const [writer, reader] = stores;
      try {
        for (let round = 0; round < 20; round++) {
          const [newest] = await reader.rows<{ n: number }>('select max(n) as n from log');
          await reader.settle('log');
          const upToNewest = () => reader.rows('select count(*) as n from log where n <= ?', [newest?.n ?? 0]);
          const before = await upToNewest();
          await writer.commit([line]);
          expect(await upToNewest()).toEqual(before);
        }
      } finally {
        writing = false;
        await Promise.all(writers);
      }
    });

    it('get past each other when they want the same rows in opposite order', async () => {
      const [one, two] = await both();
      await one.commit([insert('a', 0), insert('b', 0)]);
      const add = (k: string) => ({ sql: 'update t set v = v + 1 where k = ?', parameters: [k] });
      const rounds = Array.from({ length: 30 }, () => [
        one.commit([add('a'), add('b')]),
        two.commit([add('b'), add('a')]),
      ]);
      expect(new Set(await Promise.all(rounds.flat()))).toEqual(new Set([undefined]));
      expect(await one.rows('select v from t')).toEqual([{ v: 60 }, { v: 60 }]);
    });
  });
