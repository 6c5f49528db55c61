import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../../store/testing/temporary-folder.ts';
import type { WrapContext } from '../../root-key.ts';
import { type Pkcs11Options, pkcs11RootKey } from './pkcs11.ts';

const context: WrapContext = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);
const pin = '4711-0815';

const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

/** Whether a process runs. One that has ended and that nobody has asked about is a zombie, where the first process is not a real init. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Programs that stand in for that of a module. */
const programs = {
  silent: new URL('./testing/silent-process.ts', import.meta.url),
  crashing: new URL('./testing/crashing-process.ts', import.meta.url),
  wrongPin: new URL('./testing/wrong-pin-process.ts', import.meta.url),
  environment: new URL('./testing/environment-process.ts', import.meta.url),
};

describe('the process of a module', () => {
  const standIn = (program: URL, own: Partial<Pkcs11Options> = {}) => {
    const pinFile = join(temporaryFolder(), 'pin');
    writeFileSync(pinFile, pin, { mode: 0o600 });
    const provider = pkcs11RootKey({
      location: { module: '/hsm.so', token: {} },
      uri: 'pkcs11:',
      pinFile,
      program,
      ...own,
    });
    onTestFinished(provider.end);
    return provider;
  };

  it('is killed when the module blocks, and another one started for the next call', async () => {
    const provider = standIn(programs.silent, { patience: 50 });
    const calls = [provider.wrap(context, key()), provider.wrap(context, key()), provider.health()];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        ...{ name: 'RootKeyError', code: 'unavailable' },
        message: expect.stringContaining('/hsm.so did not answer within'),
      });
    }
  });

  it('ends with the process that started it, although the module blocks and that one was killed', async () => {
    const file = join(temporaryFolder(), 'pid');
    const program = fileURLToPath(new URL('./testing/asking-process.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--conditions=@tessera/source', program], {
      env: { ...process.env, PID_FILE: file },
      stdio: 'ignore',
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = () => (existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN);
    await expect.poll(pid, { timeout: 50_000 }).toBeGreaterThan(0);
    const child = pid();
    const runs = () => isRunning(child);
    onTestFinished(() => void (runs() && process.kill(child, 'SIGKILL')));
    expect(runs()).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(runs, { timeout: 50_000 }).toBe(false);
  });

  it('can crash, which is an outage', async () => {
    await expect(standIn(programs.crashing).health()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ended its process'),
    });
  });

  it('is not given a PIN again that was wrong', async () => {
    const provider = standIn(programs.wrongPin);
    for (let n = 0; n < 3; n++) await expect(provider.health()).rejects.toThrow(/^Try 1\. Correct /);
  });

  it('is given a wrong PIN once by all calls that need it at the same time', async () => {
    const provider = standIn(programs.wrongPin);
    const said = await Promise.all([1, 2, 3].map(() => failure(provider.health())));
    for (const error of said) expect(String(error)).toMatch(/Try 1\. Correct /);
  });

  it('sees no settings of the vault, and the others', async () => {
    vi.stubEnv('TESSERA_DATABASE_URL', 'postgres://user:hunter2@db/vault');
    vi.stubEnv('VAULT_TOKEN', 'hunter2');
    vi.stubEnv('SOME_HSM_CONF', '/etc/hsm.conf');
    onTestFinished(() => void vi.unstubAllEnvs());
    const said = String(await failure(standIn(programs.environment).health()));
    expect(said).toContain('SOME_HSM_CONF=/etc/hsm.conf');
    expect(said).not.toContain('hunter2');
  });
});
