import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait on a connection for their turn. Hardly any client sends a second one before the first is answered. */
const most = 32;

interface Line {
  busy: boolean;
  waiting: (() => void)[];
}

/**
 * Begins a request only when the answer to the one before it on the same connection has been sent. Node would begin all requests
 * that a caller sends ahead (HTTP pipelining) and keep their answers in memory until the caller reads them.
 */
export const oneAtATime = (run: (incoming: IncomingMessage, outgoing: ServerResponse) => void) => {
  const lines = new WeakMap<Socket, Line>();
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { socket } = incoming;
    const line = lines.get(socket) ?? { busy: false, waiting: [] };
    lines.set(socket, line);
    const begin = () => {
      if (socket.destroyed) return;
      line.busy = true;
      outgoing.once('close', () => {
        line.busy = false;
        line.waiting.shift()?.();
      });
      run(incoming, outgoing);
    };
    if (!line.busy) begin();
    else if (line.waiting.length < most) line.waiting.push(begin);
    else socket.destroy();
  };
};
