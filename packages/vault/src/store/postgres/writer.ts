import { Client, type ClientConfig } from 'pg';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { type Connection, runBatch } from './batch.ts';
import { storeError } from './errors.ts';
import type { Statements } from './statements.ts';

/** Milliseconds until a batch without an answer is given up together with its connection. */
const patience = 30_000;

export interface Writer {
  /** One batch at a time. Throws when the database is not there, or was lost in the middle. */
  run(writes: readonly Write[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** The one connection that writes, made when it is needed and made anew after it was lost. */
export const startWriter = (config: ClientConfig, statements: Statements, where: string): Writer => {
  let current: Connection | undefined;

  const connected = async (): Promise<Connection> => {
    if (current) return current;
    const client = new Client({ ...config, pipeline: true });
    const forget = () => {
      if (current?.client === client) current = undefined;
    };
    client.on('error', forget).on('end', forget);
    try {
      await client.connect();
    } catch (error) {
      throw storeError(error, where);
    }
    current = { client, prepared: new Set() };
    return current;
  };

  const drop = async (): Promise<void> => {
    const connection = current;
    current = undefined;
    await connection?.client.end();
  };

  return {
    run: async (writes) => {
      const connection = await connected();
      const timer = setTimeout(() => connection.client.connection.stream.destroy(), patience);
      try {
        const outcomes = await runBatch(connection, statements, writes, where);
        // A server that turned read-only answers for ever; another may stand under its name by now.
        if (outcomes.some((outcome) => 'error' in outcome && outcome.error.code === 'unavailable')) await drop();
        return outcomes;
      } finally {
        clearTimeout(timer);
      }
    },
    close: drop,
  };
};
