import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { batchRunner } from './batch.ts';
import { migrate } from './migrate.ts';
import { storeError } from './sqlite-errors.ts';
import { statementsOf } from './statements.ts';
import { type FromWriter, type ToWriter, unpack, type WriterData } from './wire.ts';

/** The settings every connection of a vault writes with (https://sqlite.org/pragma.html). */
const settings = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma secure_delete = on;
  pragma foreign_keys = on;
  pragma trusted_schema = off;
`;

const open = ({ path, busyTimeout, migrations, now }: WriterData): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    db.exec(`pragma busy_timeout = ${busyTimeout}; ${settings}`);
    migrate(db, migrations, path, now);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** The thread that owns the one writing connection. It takes batches in order and answers each once it is on the disk. */
const serve = (data: WriterData, answer: (message: FromWriter) => void) => {
  const db = open(data);
  const runBatch = batchRunner(db, statementsOf(db), data.path);
  answer({ ready: true });
  return (message: ToWriter) => {
    if (message === 'close') db.close();
    else answer({ outcomes: runBatch(unpack(message)) });
  };
};

if (parentPort !== null) {
  const port = parentPort;
  try {
    const take = serve(workerData, (message) => port.postMessage(message));
    port.on('message', (message: ToWriter) => {
      take(message);
      if (message === 'close') port.close();
    });
  } catch (error) {
    const { code, message } = storeError(error, workerData.path);
    port.postMessage({ ready: false, error: { code, message } } satisfies FromWriter);
  }
}
