import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasSoftHsm } from '../keys/providers/pkcs11/testing/soft-token.ts';
import { run, vault } from './testing/commands.ts';
import { awsKey, azureKey, gcpKey, tokenKey, transitKey } from './testing/root-key-places.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

/** A place of a root key, what is typed to open a vault with it, and the command that moves the root key there. */
interface Place {
  uri: string;
  typed: readonly string[];
  command: readonly string[];
  /** Takes over what the command printed, as far as it came. */
  printed?(text: string): void;
}

const place = (uri: string): Place => ({ uri, typed: [], command: ['keys', 'rotate', '--root', '--to', uri] });

/** Shares of which two give the root key, as they were printed last. */
const sharesOfTwo = (): Place => {
  let typed: readonly string[] = [];
  return {
    uri: 'shares:',
    get typed() {
      return typed;
    },
    command: ['keys', 'shares', 'create', '--of', '3', '--need', '2', '--json'],
    printed: (said) => {
      const shares = said.match(/share1\w{70,}/g);
      if (shares) typed = shares;
    },
  };
};

const opens = async (folder: string, { uri, typed }: Place): Promise<boolean> =>
  (await run(['keys', 'status', '--data-dir', folder, '--json', '--root-key', uri], {}, typed)).code === 0;

/** Moves the root key, in a process that is killed after some milliseconds unless it has ended. Gives whether it was, and how long it took. */
const move = async (folder: string, from: Place, to: Place, after?: number) => {
  const args = ['--conditions=@tessera/source', cli, ...to.command, '--data-dir', folder, '--root-key', from.uri];
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const printed = text(child.stdout);
  child.stdin.on('error', () => undefined);
  child.stdin.end(from.typed.map((share) => `${share}\n`).join(''));
  const timer = after === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), after);
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  to.printed?.(await printed);
  return { code, killed: signal === 'SIGKILL', took: performance.now() - began };
};

/** How often a move is killed, at moments from before the program runs to after its end. */
const rounds = 6;

const kinds: readonly (readonly [string, () => Promise<Place>])[] = [
  ['a transit engine', async () => place((await transitKey()).uri)],
  ['AWS KMS', async () => place((await awsKey()).uri)],
  ['Google Cloud KMS', async () => place((await gcpKey()).uri)],
  ['Azure Key Vault', async () => place((await azureKey()).uri)],
  ...(hasSoftHsm ? [['a token', async () => place((await tokenKey()).uri)] as const] : []),
  ['shares of several people', async () => sharesOfTwo()],
];

describe('a move of the root key that is killed at any moment', { timeout: 240_000 }, () => {
  it.each(kinds)('between a file and %s leaves one that opens everything, and can be made again', async (_, start) => {
    const { folder } = await vault();
    const file = place(`file:${join(folder, 'root.key')}`);
    const places = [file, await start()] as const;
    const pair = (current: number) => [places[current === 0 ? 0 : 1], places[current === 0 ? 1 : 0]] as const;
    let current = 0;

    const { code, took } = await move(folder, ...pair(current));
    expect(code).toBe(0);
    current = 1;
    let killed = 0;
    for (let round = 0; round < rounds; round++) {
      const moved = await move(folder, ...pair(current), (took * round) / (rounds - 1));
      if (moved.killed) killed += 1;
      const now = [await opens(folder, places[0]), await opens(folder, places[1])];
      expect(now.filter((each) => each)).toHaveLength(1);
      current = now.indexOf(true);
    }
    expect(killed).toBeGreaterThan(0);
    expect((await move(folder, ...pair(current))).code).toBe(0);
    expect(await opens(folder, places[current === 0 ? 1 : 0])).toBe(true);
  });
});
