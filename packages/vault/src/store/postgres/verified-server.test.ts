import { once } from 'node:events';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { certificateAuthority } from '../../egress/testing/certificates.ts';
import { addressOf } from './address.ts';
import { clientConfig, withClient } from './client.ts';
import { startReader } from './reader.ts';
import { statementsOf } from './statements.ts';
import { startWriter } from './writer.ts';

/** A server that speaks TLS with a certificate of nobody's, as PostgreSQL begins it, and notes what it is told then. */
const impostor = async () => {
  const { cert, key } = certificateAuthority().issue(['localhost']);
  const told: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => {
        socket.write('S');
        const tls = new TLSSocket(socket, { isServer: true, cert, key });
        tls
          .on('error', () => undefined)
          .on('data', (bytes: Buffer) => {
            told.push(bytes.toString('latin1'));
            tls.destroy();
          });
      });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return { told, port: typeof address === 'object' && address ? address.port : 0 };
};

const none = { settings: {}, statements: statementsOf(), where: 'It' };

it.each(['sslmode=verify-full', 'sslmode=require', 'ssl=true'])(
  'a server that nobody vouches for is told nothing, although NODE_TLS_REJECT_UNAUTHORIZED says otherwise: %s',
  async (query) => {
    const { told, port } = await impostor();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    onTestFinished(() => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const address = addressOf(`postgres://me@localhost:${port}/vault?${query}`);
    const config = clientConfig(address.connectionString);
    const reader = startReader(config, none.settings, none.statements, none.where);
    const writer = startWriter(config, {
      ...{ ...none, after: () => () => undefined, waitsForStandby: async () => false },
    });
    for (const ask of [
      () => withClient(address, async () => undefined),
      () => reader.rows('select 1', []),
      () => writer.run([[{ sql: 'select 1', parameters: [] }]]),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        ...{ name: 'StoreError', code: 'unavailable' },
        message: expect.stringMatching(/\((SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)/),
      });
    }
    expect(told).toEqual([]);
    await reader.close();
    await writer.close();
  },
);

it('a server is told who comes where the URL asks for no verification', async () => {
  const { told, port } = await impostor();
  const address = addressOf(`postgres://me@localhost:${port}/vault?sslmode=no-verify`);
  await expect(withClient(address, async () => undefined)).rejects.toMatchObject({ code: 'unavailable' });
  expect(told.join('')).toContain('tessera-vault');
});
