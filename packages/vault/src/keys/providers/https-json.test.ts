import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { jsonService } from './https-json.ts';
import { startAwsKms } from './testing/aws-stand-in.ts';

/** A key service that does with each connection what `serve` does, and a client of it. */
const service = async (serve: (socket: Socket) => void, patience = 60_000) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('There is a port.');
  return jsonService({ origin: `http://127.0.0.1:${address.port}`, patience });
};

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n';

it.each([
  [
    'changes the protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    /\(no answer/,
  ],
  ['is cut off', `${head}\r\n{`, /\(ECONNRESET\)/],
  ['is no HTTP', 'SSH-2.0-x\r\n', /\(HPE_/],
  ['has a head without end', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}`, /\(HPE_HEADER_OVERFLOW\)/],
])('an answer that %s is none, and nobody waits for it for ever', async (_, answer, said) => {
  const { send } = await service((socket) => socket.once('data', () => socket.end(answer)));
  await expect(send('POST', '/', {}, {})).rejects.toMatchObject({
    ...{ name: 'RootKeyError', code: 'unavailable' },
    message: expect.stringMatching(said),
  });
});

it('an answer whose body never ends is given up', async () => {
  const { send } = await service((socket) => socket.once('data', () => socket.write(`${head}\r\n{`)), 100);
  await expect(send('POST', '/', {}, {})).rejects.toThrow('no answer in time');
});

it('is asked on a new connection after it has closed all that were kept', async () => {
  const asked = new Map<Socket, number>();
  const waiting: Socket[] = [];
  const { send } = await service((socket) =>
    socket.on('data', () => {
      asked.set(socket, (asked.get(socket) ?? 0) + 1);
      if ((asked.get(socket) ?? 0) > 1) return void socket.resetAndDestroy();
      // The first four are answered together, so that there are four connections.
      if (asked.size <= 4) waiting.push(socket);
      if (asked.size >= 4) for (const each of [...waiting.splice(0), socket].slice(0, 4)) each.write(`${head}\r\n{}`);
    }),
  );
  await Promise.all([1, 2, 3, 4].map(() => send('POST', '/', {}, {})));
  expect(asked.size).toBe(4);
  await expect(send('POST', '/', {}, {})).resolves.toMatchObject({ status: 200 });
  expect(asked.size).toBe(5);
});

it('stays the host that is asked, whatever the path begins with', async () => {
  let line = '';
  const { send } = await service((socket) =>
    socket.once('data', (data) => {
      [line = ''] = data.toString().split('\r\n');
      socket.write(`${head}\r\n{}`);
    }),
  );
  await send('GET', '//elsewhere.example/credentials', {});
  expect(line).toBe('GET //elsewhere.example/credentials HTTP/1.1');
});

it('is told nothing without a certificate that is trusted, although NODE_TLS_REJECT_UNAUTHORIZED says otherwise', async () => {
  const kms = await startAwsKms();
  onTestFinished(kms.close);
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  onTestFinished(() => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
  await expect(jsonService({ origin: kms.origin }).send('POST', '/', {}, {})).rejects.toMatchObject({
    ...{ name: 'RootKeyError', code: 'unavailable' },
    message: expect.stringMatching(/\((SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)/),
  });
  expect((await jsonService({ origin: kms.origin, ca: kms.ca }).send('POST', '/', {}, {})).status).toBe(400);
});
