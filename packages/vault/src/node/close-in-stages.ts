import type { IncomingMessage } from 'node:http';
import type { After } from '../timers.ts';

/** Limits for reading a connection after its last answer. */
export interface Lingering {
  milliseconds: number;
  bytes: number;
}

export const lingering: Lingering = { milliseconds: 10_000, bytes: 64 * 1024 * 1024 };

/**
 * Closes a connection in stages after an answer that came before the request had arrived whole (RFC 9112 §9.6). If the connection
 * were closed at once, what the caller goes on sending would be answered with a TCP reset, and on a reset the caller's system
 * throws away the answer that the caller has not read yet. So only our half is closed behind the answer. What still arrives is read
 * and thrown away, until the request has ended, the caller closes its half, or a bound is reached.
 */
export const closeInStages = (incoming: IncomingMessage, after: After, { milliseconds, bytes }: Lingering): void => {
  const { socket } = incoming;
  const closeWhole = socket.destroySoon.bind(socket);
  let answered = false;
  // Node calls this once the last answer of a connection is written. Its own method closes both halves.
  socket.destroySoon = () => {
    answered = true;
    socket.end();
  };
  let left = bytes;
  const stop = after(milliseconds, () => socket.destroy());
  incoming
    .on('data', ({ length }: Buffer) => {
      left -= length;
      if (left < 0) socket.destroy();
    })
    .on('end', () => {
      socket.destroySoon = closeWhole;
      if (answered) closeWhole();
    })
    .on('error', () => undefined);
  socket.once('close', stop);
};
