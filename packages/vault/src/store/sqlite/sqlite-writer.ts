import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { batchRunner } from './batch.ts';
import { storeError } from './errors.ts';
import { migrate } from './migrate.ts';
import { cacheSize } from './settings.ts';
import { statementsOf } from './statements.ts';
import { type FromWriter, type ToWriter, unpack, type WriterData } from './wire.ts';

/** The settings every connection of a vault writes with (https://sqlite.org/pragma.html). */
const settings = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma secure_delete = on;
  pragma foreign_keys = on;
  pragma trusted_schema = off;
  ${cacheSize};
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

/**
 * What was deleted lives on in the write-ahead log until that is written back, which on a quiet day may be never: a
 * destroyed key or verification code would not be gone. So the log is emptied while nothing else is to be done.
 */
const emptyLog = (db: DatabaseSync, busyTimeout: number): boolean => {
  // Without this, all writes would wait until the last reader of older rows has ended, and a scan or a backup takes long.
  db.exec('pragma busy_timeout = 0');
  try {
    // Busy, not thrown, while somebody else writes or reads; the next round comes soon.
    return db.prepare('pragma wal_checkpoint(truncate)').get()?.busy === 0;
  } finally {
    db.exec(`pragma busy_timeout = ${busyTimeout}`);
  }
};

/** The thread that owns the one writing connection. It takes batches in order and answers each once it is on the disk. */
const serve = (port: MessagePort, data: WriterData) => {
  const db = open(data);
  const runBatch = batchRunner(db, statementsOf(db), data.path);
  // A process that was killed may have left a log.
  let written = true;
  const emptying = setInterval(() => {
    if (written) written = !emptyLog(db, data.busyTimeout);
  }, data.logLife);

  port.on('message', (message: ToWriter) => {
    if (message === 'close') {
      clearInterval(emptying);
      db.close();
      port.close();
      return;
    }
    written = true;
    const outcomes = runBatch(unpack(message)).map((outcome) => (outcome.kept ? 0 : outcome));
    port.postMessage({ outcomes } satisfies FromWriter);
  });
  port.postMessage({ ready: true } satisfies FromWriter);
};

if (parentPort !== null) {
  try {
    serve(parentPort, workerData);
  } catch (error) {
    const { code, message } = storeError(error, workerData.path);
    parentPort.postMessage({ ready: false, error: { code, message } } satisfies FromWriter);
  }
}
