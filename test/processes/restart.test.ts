import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from './vault-process.ts';

/*
 * What a vault has acknowledged survives any end of its process. Writers send requests without a pause, so that a kill interrupts some
 * of them; then what they were told is compared with what the next process reads.
 */

const writers = 8;
const acknowledgedBeforeEnd = 120;
const permissions = ['token:general:create', 'token:general:read:high'];

const folder = dataFolder();
/** What the vault has promised to keep, by id. */
const promised = new Map<string, string>();
/** Every value that was ever sent; an unanswered one may be kept, but only whole. */
const sent = new Set<string>();
let key = '';

beforeAll(async () => {
  const made = await initVault(folder.path);
  const vault = await serveVault(folder.path);
  key = await makeApplication(vault, made.key, 'server_to_server', permissions);
  await vault.stop();
}, 60_000);

afterAll(folder.remove);

const headers = () => ({ 'bt-api-key': key, 'content-type': 'application/json' });

/** Creates tokens until the vault is gone, and calls `onAnswer` for each that was acknowledged. */
async function write(vault: VaultProcess, writer: string, onAnswer: () => void): Promise<void> {
  for (let count = 0; ; count += 1) {
    const data = `${writer}, value ${count}`;
    sent.add(data);
    const body = JSON.stringify({ type: 'token', data });
    try {
      const response = await fetch(`${vault.origin}/tokens`, { method: 'POST', headers: headers(), body });
      if (response.status !== 201) return;
      // The status line is the promise; the id may be lost with the connection, and then nobody can ask for it.
      const { id } = (await response.json()) as { id: string };
      promised.set(id, data);
    } catch {
      return;
    }
    onAnswer();
  }
}

/** Starts writers, ends the vault while they write, and waits for all of them to stop. */
async function writeUntil(
  end: (vault: VaultProcess) => Promise<unknown>,
  round: string,
  flags: readonly string[] = [],
): Promise<unknown> {
  const vault = await serveVault(folder.path, [], flags);
  const target = promised.size + acknowledgedBeforeEnd;
  const enough = Promise.withResolvers<void>();
  const onAnswer = () => {
    if (promised.size >= target) enough.resolve();
  };
  const running = Array.from({ length: writers }, (_, index) => write(vault, `${round}, writer ${index}`, onAnswer));
  await Promise.race([enough.promise, Promise.all(running)]);
  const outcome = await end(vault);
  await Promise.all(running);
  expect(promised.size).toBeGreaterThanOrEqual(target);
  return outcome;
}

interface Page {
  pagination: { total_pages: number };
  data: { id: string; data: string }[];
}

/** Reads everything back with a new process. */
async function readAll(): Promise<Map<string, string>> {
  const vault = await serveVault(folder.path);
  const found = new Map<string, string>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const response = await fetch(`${vault.origin}/tokens?size=100&page=${page}`, { headers: headers() });
    const list = (await response.json()) as Page;
    pages = list.pagination.total_pages;
    for (const { id, data } of list.data) found.set(id, data);
  }
  await vault.stop();
  return found;
}

const lost = (found: Map<string, string>) => [...promised].filter(([id, data]) => found.get(id) !== data);
const neverSent = (found: Map<string, string>) => [...found.values()].filter((data) => !sent.has(data));

test.each([
  ['first kill', []],
  ['second kill', []],
  ['kill of a process with two workers', ['--workers', '2']],
])(
  'nothing acknowledged is lost by the %s',
  async (round, flags) => {
    await writeUntil((vault) => vault.kill(), round, flags);
    const found = await readAll();
    expect(lost(found)).toEqual([]);
    expect(neverSent(found)).toEqual([]);
  },
  60_000,
);

test('nothing acknowledged is lost when it is asked to end, and it ends well', async () => {
  const code = await writeUntil((vault) => vault.stop(), 'stop', ['--workers', '2']);
  expect(code).toBe(0);
  expect(lost(await readAll())).toEqual([]);
}, 60_000);

test('a value that is not there would be noticed', async () => {
  promised.set('00000000-0000-4000-8000-000000000000', 'a value that was never kept');
  expect(lost(await readAll())).toHaveLength(1);
}, 60_000);
