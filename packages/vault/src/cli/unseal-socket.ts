import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Verdict } from '../keys/shares/gathering.ts';
import { systemCode, systemFault } from '../store/system-fault.ts';
import { CommandError } from './command-error.ts';

/** What `keys unseal` and `keys seal` ask of a vault that serves. */
export type Question = { ask: 'status' } | { ask: 'share'; share: string } | { ask: 'seal' };

/** Whether the vault is sealed, and how many of the shares that it needs it has. */
export interface Standing {
  sealed: boolean;
  given: number;
  need: number;
  of: number;
  /** What the share was that was given last. */
  verdict?: Verdict;
  /** Enough shares were given, and the keys could not be opened. The log says why. */
  failed?: boolean;
}

/** Bytes of a line, far above those of a share. */
const longest = 1024;
const connections = 8;

/** Bytes of a path that every system takes for a socket. */
const longestPath = 103;

const isQuestion = (value: unknown): value is Question =>
  typeof value === 'object' &&
  value !== null &&
  'ask' in value &&
  (value.ask === 'status' ||
    value.ask === 'seal' ||
    (value.ask === 'share' && 'share' in value && typeof value.share === 'string'));

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/**
 * Answers questions on a socket in the file system, which its owner alone can open: one line of JSON each way. A connection that says
 * something else is closed.
 */
export const answerOnSocket = async (path: string, answer: (question: Question) => Promise<Standing>) => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let waiting = '';
    let turn = Promise.resolve();
    const hear = async (line: string) => {
      const question = parsed(line);
      if (!isQuestion(question)) return void socket.destroy();
      socket.write(`${JSON.stringify(await answer(question))}\n`);
    };
    socket.setEncoding('utf8');
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.on('data', (text: string) => {
      waiting += text;
      if (waiting.length > longest) return void socket.destroy();
      const lines = waiting.split('\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) turn = turn.then(() => hear(line)).catch(() => void socket.destroy());
    });
  });
  server.maxConnections = connections;
  if (Buffer.byteLength(path) > longestPath) {
    throw new CommandError(`${path} is too long for a socket: name a --data-dir with a shorter path.`);
  }
  // Left behind by a process that was killed; the lock of the data folder says that none is using it.
  rmSync(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
      rmSync(path, { force: true });
    },
  };
};

/** Why nobody answers at the path of a socket, by the code of the operating system, and what to do. */
const silences: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is no ${path}. ${start}`,
  ECONNREFUSED: (path) => `the one that made ${path} has ended. ${start}`,
  EACCES: (path) => `this user may not open ${path}. Run this as the user that runs the vault.`,
};
const start = 'Start one: tessera-vault serve --root-key shares:';

/** Talks to a vault that serves. Throws `CommandError` if none does, or it does not have its root key in shares. */
export const askOnSocket = async (path: string) => {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    const why = silences[systemCode(error)]?.(path) ?? `${path} cannot be opened: ${systemFault(error)}. ${start}`;
    throw new CommandError(`No vault with its root key in shares answers: ${why}`);
  }
  const reader = createInterface({ input: socket });
  // A vault that ends while a custodian types a share.
  socket.on('error', () => undefined).on('close', () => reader.close());
  const lines = reader[Symbol.asyncIterator]();
  return {
    ask: async (question: Question): Promise<Standing> => {
      if (Buffer.byteLength(JSON.stringify(question)) >= longest) {
        throw new CommandError(`A share has one line of far fewer than ${longest} bytes. Nothing was sent.`);
      }
      socket.write(`${JSON.stringify(question)}\n`);
      const answer = await lines.next().catch(() => undefined);
      if (answer && !answer.done) return JSON.parse(answer.value);
      throw new CommandError(
        `The vault has hung up without an answer: it has stopped, ${connections} others are connected, or its log says why. Ask again with: keys unseal`,
      );
    },
    close: () => void socket.destroy(),
  };
};
