import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { idFromText } from '../../packages/vault/src/ids.ts';
import { openDataDir } from '../../packages/vault/src/storage/data-dir.ts';
import type { SqlValue, Statement } from '../../packages/vault/src/store/port.ts';

/*
 * The most that this machine can do: node:http and the vault's store, with the same tables, commits and sync to disk, but without keys,
 * permissions, encryption and validation. Argument: a data folder with tokens in it.
 */

type Row = Record<string, SqlValue>;

const [, , folder = ''] = process.argv;
const { data: store, close } = await openDataDir(folder, Date.now);

const sampleOf = async (table: string): Promise<Row> => {
  const [row] = await store.rows<Row>(`select * from ${table} limit 1`);
  if (!row) throw new Error(`There is no row in ${table} to go by.`);
  return row;
};
const token = await sampleOf('tokens');
const { n, ...audit } = await sampleOf('audit');

const insert = (table: string, row: Row): Statement => ({
  sql: `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
    .map(() => '?')
    .join(', ')})`,
  parameters: Object.values(row),
});

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** An answer about as long as the vault's for a card. */
const filler = 'x'.repeat(800);

const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const answer = (status: number, body: string) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  if (request.method === 'POST') {
    const body = JSON.parse(await readBody(request));
    const id = randomBytes(16);
    const now = Date.now();
    const written = [
      insert('tokens', { ...token, id, fingerprint: randomBytes(32), created_at: now }),
      insert('audit', { ...audit, entity_id: id.toString('hex'), created_at: now }),
    ];
    await store.commit(written);
    return answer(201, JSON.stringify({ id: id.toString('hex'), type: body.type, filler }));
  }
  const [, kind, id = ''] = request.url?.split('/') ?? [];
  const [row] = await store.rows<Row>('select * from tokens where tenant_id = ? and id = ?', [
    token.tenant_id ?? null,
    idFromText(id) ?? null,
  ]);
  if (!row) return answer(404, '{}');
  if (kind === 'audited') await store.commit([insert('audit', { ...audit, entity_id: id, created_at: Date.now() })]);
  answer(200, JSON.stringify({ id, type: row.type, filler }));
};

const server = createServer((request, response) => {
  handle(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);

process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => void close());
});
