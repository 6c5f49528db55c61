import { IncomingMessage } from 'node:http';

/*
 * A part that leaks, loaded into a vault before its own modules: every body that arrives is also written to stderr. With
 * it the canary has to sing.
 */
const { push } = IncomingMessage.prototype;

IncomingMessage.prototype.push = function leak(chunk: unknown, encoding?: BufferEncoding): boolean {
  if (chunk instanceof Uint8Array) process.stderr.write(`${Buffer.from(chunk)}\n`);
  return push.call(this, chunk, encoding);
};
