import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket that answers with the URL of the server's `postgres` database, and starts the server for the first who asks. */
    postgresDoor: string;
    /** A folder that is removed when all tests have ended, for what files of tests share. */
    scratch: string;
  }
}

/** One PostgreSQL server for a whole test run, started when a test first asks for it: most runs in a day's work never do. */
export const setup = async ({ provide }: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-door-'));
  const path = join(folder, 'door');
  let server: Promise<PostgresServer> | undefined;

  const door = createServer((caller) => {
    server ??= startPostgres();
    server.then(
      ({ url }) => caller.end(JSON.stringify({ url: url('postgres') })),
      (error: unknown) => caller.end(JSON.stringify({ problem: String(error) })),
    );
  }).listen(path);
  await once(door, 'listening');
  provide('postgresDoor', path);
  provide('scratch', folder);

  return async () => {
    door.close();
    await rm(folder, { recursive: true, force: true });
    await (await server?.catch(() => undefined))?.remove();
  };
};
