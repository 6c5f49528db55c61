import { describe, expect, it } from 'vitest';
import { schema, steps } from '../table.ts';
import type { Engine } from './engine.ts';

const second = 'create table u (n integer) strict';

export const migrationSuite = (engine: Engine) =>
  describe('migrations', () => {
    it('are applied once, also when two processes start at a time', async () => {
      const open = await engine.place();
      const [one] = await Promise.all([open(), open(), open()]);
      expect(await one.rows('select id from migrations')).toEqual([{ id: 1 }]);
      const [two, three] = await Promise.all([open(steps(schema, second)), open(steps(schema, second))]);
      expect(await two.rows('select id from migrations order by id')).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await three.rows('select * from u')).toEqual([]);
    });

    it('are seen by a process that reads on: a table that grew does not break it', async () => {
      const open = await engine.place();
      const old = await open();
      const everything = () => Promise.all(Array.from({ length: 20 }, () => old.rows('select * from t')));
      await old.commit([{ sql: 'insert into t (k, v) values (?, ?)', parameters: ['a', 1] }]);
      await everything();
      await open(steps(schema, 'alter table t add column w integer'));
      expect(await everything()).toContainEqual([{ k: 'a', v: 1, w: null }]);
    });

    it('of a newer release are refused and left alone', async () => {
      const open = await engine.place();
      await (await open(steps(schema, second))).close();
      await expect(open()).rejects.toMatchObject({ code: 'newer', message: expect.stringContaining('newer release') });
      expect(await (await open(steps(schema, second))).rows('select * from u')).toEqual([]);
    });

    it('of another history are refused', async () => {
      const open = await engine.place();
      await (await open()).close();
      await expect(open(steps('create table other (n integer) strict'))).rejects.toMatchObject({ code: 'altered' });
    });

    it('that fail half-way leave nothing behind', async () => {
      const open = await engine.place();
      await expect(open(steps(schema, `${second}; nonsense`))).rejects.toMatchObject({ code: 'refused' });
      expect(await (await open(steps(schema, second))).rows('select * from u')).toEqual([]);
    });
  });
