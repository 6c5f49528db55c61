import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { type Handler, listen } from './server.ts';

const echo: Handler = async ({ method }) => ({ status: 200, headers: {}, body: method });
const tls = () => certificateAuthority().issue(['localhost']);

const serve = (own: Partial<Parameters<typeof listen>[0]> = {}) =>
  listen({ handle: echo, host: '127.0.0.1', port: 0, drain: 0, trusted: () => false, ...own });

it.each([
  ['never begins TLS', ''],
  ['begins it and goes no further', '\x16\x03\x01\x02\x00\x01'],
])('closing does not wait for a caller that %s', async (_, sent) => {
  const server = await serve({ tls: tls() });
  const socket = connect(server.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(sent);
  const closed = once(socket, 'close');
  // A second caller is answered, so the first has been taken in as well.
  const other = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(other, 'secureConnect');
  other.destroy();
  await server.close();
  await closed;
});

it.each([
  ['http', undefined],
  ['https', tls()],
])(
  'closing does not wait for a caller that connects over %s and says nothing, and lets others finish',
  async (_, own) => {
    const [arrived, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow: Handler = async ({ method }) => {
      arrived.resolve();
      await answer.promise;
      return { status: 200, headers: {}, body: method };
    };
    // Longer than this test may take.
    const server = await serve({ handle: slow, drain: 600_000, ...(own && { tls: own }) });
    const open = async () => {
      const to = { port: server.port, host: '127.0.0.1', rejectUnauthorized: false };
      const socket = own ? connectTls(to) : connect(to);
      onTestFinished(() => void socket.destroy());
      await once(socket, own ? 'secureConnect' : 'connect');
      return socket;
    };
    const [silent, asking] = [await open(), await open()];
    silent.on('error', () => undefined).resume();
    const closed = once(silent, 'close');
    asking.write('GET / HTTP/1.1\r\nHost: vault\r\n\r\n');
    await arrived.promise;
    const closing = server.close();
    await closed;
    answer.resolve();
    let said = '';
    for await (const chunk of asking) said += chunk;
    expect(said).toMatch(/^HTTP\/1\.1 200 .*GET$/s);
    await closing;
  },
);

it('a request that expects something unknown is answered in words, and its body is not waited for', async () => {
  const server = await serve({ drain: 60_000 });
  onTestFinished(() => server.close());
  const socket = connect(server.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('POST / HTTP/1.1\r\nHost: vault\r\nExpect: 200-ok\r\nContent-Length: 9\r\n\r\n');
  let said = '';
  for await (const chunk of socket) said += chunk;
  expect(said).toMatch(/^HTTP\/1\.1 417 /);
  expect(said).toMatch(/content-type: application\/problem\+json/i);
  expect(JSON.parse(said.split('\r\n\r\n')[1] ?? '')).toEqual({
    ...{ title: 'Expectation Failed', status: 417 },
    detail: 'The header Expect may say 100-continue alone. Send the request without it.',
  });
});
