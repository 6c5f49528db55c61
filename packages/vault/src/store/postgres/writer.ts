import type { ClientConfig } from 'pg';
import type { After } from '../../timers.ts';
import { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { type Connection, runBatch } from './batch.ts';
import { configure, type Settings, VerifyingClient } from './client.ts';
import { storeError } from './errors.ts';
import type { Statements } from './statements.ts';

/** Milliseconds after which the callers of a batch are told that it has no answer. */
export const patience = 10_000;

export interface Writer {
  /** One batch at a time. Throws when the database is not there, was lost in the middle, or does not answer. */
  run(writes: readonly Write[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

export interface WriterOptions {
  settings: Settings;
  statements: Statements;
  /** The database, for people. */
  where: string;
  after: After;
  /** Whether the commit of a session waits for a standby. */
  waitsForStandby(session: number): Promise<boolean>;
}

/** The process of the server that serves a connection, and the connection. */
interface Session extends Connection {
  id: number;
}

/**
 * The one connection that writes, made when it is needed and made anew after it was lost.
 *
 * No setting of the server ends a commit that waits for a standby: `statement_timeout` does not count there. So the callers of a batch
 * are told after ten seconds that nobody knows what became of it, and new batches are refused at once. The connection stays, as long as
 * it is a standby that its commit waits for: on another one the next commit would wait as well, and each would leave a session behind
 * that holds its locks. A connection that is silent for another reason is given up.
 */
export const startWriter = (config: ClientConfig, options: WriterOptions): Writer => {
  const { settings, statements, where, after, waitsForStandby } = options;
  let current: Session | undefined;
  let silent: Session | undefined;
  let stopWatching = () => {};

  const connected = async (): Promise<Session> => {
    if (current) return current;
    const client = new VerifyingClient({ ...config, pipeline: true });
    const forget = () => {
      if (current?.client === client) current = undefined;
    };
    client.on('error', forget).on('end', forget);
    try {
      await client.connect();
      await configure(client, settings);
      const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
      current = { client, prepared: new Set(), id: rows[0]?.id ?? 0 };
    } catch (error) {
      client.connection.stream.destroy();
      throw storeError(error, where);
    }
    return current;
  };

  const drop = async (): Promise<void> => {
    const connection = current;
    current = undefined;
    await connection?.client.end();
  };

  /** Looks from time to time why a session is silent, until it answers or is given up. */
  const watch = async (session: Session): Promise<void> => {
    if (silent !== session) return;
    const waits = await waitsForStandby(session.id).catch(() => false);
    if (silent !== session) return;
    if (waits) stopWatching = after(patience, () => void watch(session));
    else session.client.connection.stream.destroy();
  };

  const run = async (session: Session, writes: readonly Write[]): Promise<Outcome[]> => {
    const outcomes = await runBatch(session, statements, writes, where);
    // A server that turned read-only answers for ever; another may stand under its name by now.
    if (outcomes.some((outcome) => 'error' in outcome && outcome.error.code === 'unavailable')) await drop();
    return outcomes;
  };

  return {
    run: async (writes) => {
      if (silent) throw new StoreError('unavailable', `${where} has not answered to a commit yet.`);
      const session = await connected();
      return await new Promise<Outcome[]>((resolve, reject) => {
        const stop = after(patience, () => {
          silent = session;
          const seconds = patience / 1000;
          reject(
            new StoreError(
              'closed',
              `${where} has not answered for ${seconds} seconds. This write may or may not have been kept.`,
            ),
          );
          void watch(session);
        });
        run(session, writes)
          .then(resolve, reject)
          .finally(() => {
            stop();
            if (silent !== session) return;
            silent = undefined;
            stopWatching();
          });
      });
    },
    close: async () => {
      silent = undefined;
      stopWatching();
      await drop();
    },
  };
};
