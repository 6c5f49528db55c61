import { writeSync } from 'node:fs';
import { openSqlite } from '../sqlite/sqlite.ts';
import { pairs } from './pairs.ts';

/*
 * A process made to be killed: it writes pairs of rows as fast as it can, from many callers at once, and says on standard
 * output which are acknowledged. Arguments: the database and the first number to write.
 */
const [, , path = '', first = '0'] = process.argv;
const store = await openSqlite({ path, migrations: pairs.migrations });
let next = Number(first);

/** Writes at once, so that no acknowledgement waits in a buffer of this process; a full pipe is waited for until it is read. */
const say = (line: string): void => {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
};

const caller = async () => {
  for (;;) {
    const n = next++;
    await store.commit(pairs.write(n));
    say(`${n}\n`);
  }
};

await Promise.all(Array.from({ length: 32 }, caller));
