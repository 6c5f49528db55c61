import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Handler, listen } from './server.ts';

const call = async (handle: Handler) => {
  const server = await listen({ handle, host: '127.0.0.1', port: 0, drain: 5000, trusted: () => false });
  onTestFinished(() => server.close());
  const socket = connect(server.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let said = '';
  socket.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return { socket, said: () => said, closed: once(socket, 'close') };
};

const asking = 'CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n';

describe('who asks for a tunnel', () => {
  it('gets a problem, and the connection ends', async () => {
    const { socket, said, closed } = await call(() => Promise.reject(new Error('Nothing is asked here.')));
    // Its handshake with the other end follows at once.
    socket.end(`${asking}\x16\x03\x01`);
    await closed;
    const [head = '', body = ''] = said().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 405 .*application\/problem\+json/s);
    expect(head).toMatch(/^Allow: GET, /m);
    expect(head).toContain(`Content-Length: ${body.length}`);
    expect(JSON.parse(body)).toMatchObject({ status: 405, type: 'method-not-allowed' });
  });

  it('in the middle of another answer gets no word into that', async () => {
    const { socket, said, closed } = await call(async () => ({
      ...{ status: 200, headers: {} },
      body: new ReadableStream({ start: (sink) => sink.enqueue(new TextEncoder().encode('begun')) }),
    }));
    socket.write('GET / HTTP/1.1\r\nHost: vault\r\n\r\n');
    await expect.poll(said).toContain('begun');
    socket.write(asking);
    await closed;
    expect(said()).not.toContain('405');
  });
});
