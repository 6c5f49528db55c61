import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { batchRunner } from './batch.ts';
import { storeError } from './errors.ts';
import { migrate } from './migrate.ts';
import { cacheSize } from './settings.ts';
import { statementsOf } from './statements.ts';
import {
  type FromWriter,
  type Packed,
  type ToJoined,
  type ToThread,
  type ToWriter,
  unpack,
  type WriterData,
} from './wire.ts';

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

/**
 * Owns the one writing connection of a database. Other threads send batches, each on a port of its own, and get an answer once theirs
 * is on the disk. What several of them have sent by then becomes durable together, with one sync.
 */
const serve = (owner: MessagePort, data: WriterData) => {
  const db = open(data);
  const runBatch = batchRunner(db, statementsOf(db), data.path);
  // A process that was killed may have left a log.
  let written = true;
  let emptying: NodeJS.Timeout;
  const empty = () => {
    if (written) written = !emptyLog(db, data.busyTimeout);
    // Under load, somebody reads most of the time: then it is tried more often.
    emptying = setTimeout(empty, written ? data.logLife / 20 : data.logLife);
  };
  emptying = setTimeout(empty, data.logLife);

  const joined = new Set<MessagePort>();

  const commits = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(commits);

  const run = (batches: readonly (readonly [MessagePort, Packed])[]) => {
    written = true;
    const writes = batches.map(([, packed]) => unpack(packed));
    const outcomes = runBatch(writes.flat()).map((outcome) => (outcome.kept ? 0 : outcome));
    // Before anybody hears of it: whoever reads after that must not read from before.
    Atomics.add(counter, 0, 1);
    let answered = 0;
    for (const [index, [port]] of batches.entries()) {
      const end = answered + (writes[index]?.length ?? 0);
      port.postMessage({ outcomes: outcomes.slice(answered, end) } satisfies ToJoined);
      answered = end;
    }
  };

  /** What the other threads have sent meanwhile: none sends a second batch before its first is answered. */
  const waitingBehind = (first: MessagePort) =>
    [...joined].flatMap((port) => {
      const waiting: { message: Packed } | undefined = port === first ? undefined : receiveMessageOnPort(port);
      return waiting ? [[port, waiting.message] as const] : [];
    });

  owner.on('message', (message: ToWriter) => {
    if (message === 'close') {
      clearTimeout(emptying);
      db.close();
      owner.close();
      for (const port of joined) port.close();
      return;
    }
    const { join: port } = message;
    joined.add(port);
    port.postMessage({ commits } satisfies ToJoined);
    port.on('message', (packed: Packed) => run([[port, packed], ...waitingBehind(port)]));
    port.on('close', () => joined.delete(port));
    owner.postMessage('joined' satisfies FromWriter);
  });
  owner.postMessage('ready' satisfies FromWriter);
};

const openFor = (data: WriterData, port: MessagePort) => {
  try {
    serve(port, data);
  } catch (error) {
    const { code, message } = storeError(error, data.path);
    port.postMessage({ error: { code, message } } satisfies FromWriter);
  }
};

// Once it no longer listens, and no database is open, the thread ends.
parentPort?.on('message', (message: ToThread) => {
  if (message === 'end') parentPort?.close();
  else openFor(message.open, message.port);
});
