import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { main } from './main.ts';

/** Runs a command to its end. */
const run = async (args: string[], environment: Record<string, string> = {}) => {
  let out = '';
  let err = '';
  const code = await main(args, {
    environment,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stopRequested: async () => 'SIGTERM',
  });
  return { code, out, err };
};

/** Starts `serve` and waits until it listens. */
const serve = async (folder: string, args: string[] = [], environment: Record<string, string> = {}) => {
  const stop = Promise.withResolvers<string>();
  const listening = Promise.withResolvers<string>();
  let err = '';
  const ended = main(['serve', '--data-dir', folder, '--port', '0', ...args], {
    environment,
    out: () => expect.unreachable('serve writes nothing to standard output'),
    err: (text) => {
      err += text;
      const { url } = /^\{.*"msg":"listening"/.test(text) ? JSON.parse(text) : {};
      if (url !== undefined) listening.resolve(url);
    },
    stopRequested: () => stop.promise,
  });
  const end = () => {
    stop.resolve('SIGTERM');
    return ended;
  };
  onTestFinished(async () => void (await end()));
  const url = await Promise.race([
    listening.promise,
    ended.then((code) => Promise.reject(new Error(`${code}: ${err}`))),
  ]);
  return { url, end, err: () => err };
};

const initialise = async (environment: Record<string, string> = {}) => {
  const folder = join(temporaryFolder(), 'vault');
  const { code, out, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme', '--json'], environment);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { folder, out, made: JSON.parse(out) };
};

/** Every file of a folder with what is in it. */
const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));

const rootKey = Buffer.alloc(32, 7).toString('base64');

describe('init', () => {
  it('prints one line of JSON with the ids and the key, and nothing else', async () => {
    const { out, made } = await initialise();
    expect(out.match(/\n/g)).toHaveLength(1);
    expect(Object.keys(made)).toEqual(['tenant_id', 'application_id', 'key']);
    expect(made.key).toMatch(/^key_[1-9A-HJ-NP-Za-km-z]{22}$/);
  });

  it('leaves a folder and files that only their owner may read, and the key in none of them', async () => {
    const { folder, made } = await initialise();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['keys.db', 'lock.db', 'root.key', 'vault.db']);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
      expect(readFileSync(join(folder, file), 'latin1')).not.toContain(made.key.slice(4));
    }
  });

  it('changes nothing where there is a vault already', async () => {
    const { folder } = await initialise();
    const before = contents(folder);
    const { code, out, err } = await run(['init', '--data-dir', folder, '--tenant', 'Other', '--json']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `There is a vault in ${folder} already; nothing was changed. Name another folder with --data-dir.\n`,
    );
    expect(contents(folder)).toEqual(before);
  });

  it('takes no folder that holds the remains of a vault', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'keys.db'), 'precious');
    const { code, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme']);
    expect(code).toBe(1);
    expect(err).toContain(`${join(folder, 'keys.db')} is there, but no vault.db`);
    expect(contents(folder)).toEqual({ 'keys.db': Buffer.from('precious').toString('base64') });
  });

  it('leaves nothing behind when it cannot finish', async () => {
    const folder = temporaryFolder();
    const { code, err } = await run(['init', '--data-dir', folder, '--tenant', 'Acme'], { TESSERA_ROOT_KEY: 'short' });
    expect(code).toBe(1);
    expect(err).toContain('TESSERA_ROOT_KEY does not hold a root key');
    expect(readdirSync(folder)).toEqual(['lock.db']);
    expect((await run(['init', '--data-dir', folder, '--tenant', 'Acme'])).code).toBe(0);
  });

  it('gives one of two who ask at once a vault, and the other a sentence', async () => {
    const folder = join(temporaryFolder(), 'vault');
    const both = await Promise.all(['A', 'B'].map((name) => run(['init', '--data-dir', folder, '--tenant', name])));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  });

  it('uses a root key from the environment and then writes none', async () => {
    const { folder } = await initialise({ TESSERA_ROOT_KEY: rootKey });
    expect(existsSync(join(folder, 'root.key'))).toBe(false);
    const missing = await run(['serve', '--data-dir', folder]);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('root.key cannot be read (ENOENT)');
  });

  it('wants a name for the tenant', async () => {
    const folder = join(temporaryFolder(), 'vault');
    expect((await run(['init', '--data-dir', folder])).err).toBe('--tenant NAME is needed (or TESSERA_TENANT).\n');
    expect((await run(['init', '--data-dir', folder, '--tenant', '  '])).code).toBe(2);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('serve', () => {
  it('answers on the port it names, knows the key that init printed, and ends when asked to', async () => {
    const { folder, made } = await initialise();
    const { url, end, err } = await serve(folder);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const answer = await fetch(`${url}/applications/key`, { headers: { 'BT-API-KEY': made.key } });
    expect(await answer.json()).toMatchObject({
      id: made.application_id,
      tenant_id: made.tenant_id,
      type: 'management',
    });
    expect(await end()).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    expect(err()).not.toContain(made.key);
    for (const line of err().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  });

  it('is refused a second time in one folder, and works again after the first has ended', async () => {
    const { folder } = await initialise();
    const first = await serve(folder);
    const second = await run(['serve', '--data-dir', folder, '--port', '0']);
    expect(second.code).toBe(1);
    expect(second.err).toBe(
      `Another process is serving the data folder ${folder}. Stop it first, or name another folder with --data-dir.\n`,
    );
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    await first.end();
    const third = await serve(folder);
    expect((await fetch(`${third.url}/healthz`)).status).toBe(200);
  });

  it('makes no vault where there is none', async () => {
    const folder = join(temporaryFolder(), 'typo');
    const { code, err } = await run(['serve', '--data-dir', folder]);
    expect(code).toBe(1);
    expect(err).toContain(`tessera-vault init --data-dir ${folder} --tenant NAME`);
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses a wrong root key, and one that others may read', async () => {
    const { folder } = await initialise();
    const wrong = await run(['serve', '--data-dir', folder], { TESSERA_ROOT_KEY: rootKey });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('not the root key that the stored keys were wrapped under');
    expect(wrong.err).not.toContain(rootKey);
    chmodSync(join(folder, 'root.key'), 0o644);
    const exposed = await run(['serve', '--data-dir', folder]);
    expect(exposed.err).toContain(`Run: chmod 600 ${join(folder, 'root.key')}`);
  });

  it('says so when its port is taken', async () => {
    const [one, two] = [await initialise(), await initialise()];
    const { url } = await serve(one.folder);
    const { port } = new URL(url);
    const { code, err } = await run(['serve', '--data-dir', two.folder, '--port', port]);
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} of 127.0.0.1 is taken.`);
  });

  it('speaks plain HTTP to other machines only behind a proxy that is named', async () => {
    const { folder } = await initialise();
    const open = await run(['serve', '--data-dir', folder, '--host', '0.0.0.0', '--port', '0']);
    expect(open.code).toBe(2);
    expect(open.err).toContain('--tls-cert');
    const behind = await serve(folder, ['--host', '0.0.0.0', '--trusted-proxies', '10.0.0.0/8']);
    expect(behind.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });

  it.each([
    [['--allowed-origins', 'shop.example'], 'write the scheme too'],
    [['--trusted-proxies', 'proxy.example'], 'trusted proxy "proxy.example"'],
    [['--tls-cert', 'a.pem'], '--tls-cert and --tls-key go together.'],
    [['--tls-cert', '/nowhere/a.pem', '--tls-key', '/nowhere/b.pem'], '--tls-cert /nowhere/a.pem cannot be read'],
    [['--public-url', 'vault.example'], '--public-url'],
  ])('refuses settings it cannot use: %j', async (args, sentence) => {
    const { folder } = await initialise();
    const { code, err } = await run(['serve', '--data-dir', folder, '--port', '0', ...args]);
    expect(code).not.toBe(0);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('the program', () => {
  it.each([['--help'], ['init', '--help'], ['serve', '-h']])('helps on one screen: %s %s', async (...args) => {
    const { code, out, err } = await run(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').length).toBeLessThanOrEqual(24);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('says its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('does not guess at commands', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '' });
    expect(await run(['destroy'])).toMatchObject({
      code: 2,
      err: 'There is no command "destroy". See: tessera-vault --help\n',
    });
    expect((await run(['toString'])).code).toBe(2);
    expect((await run(['init', '--tennant', 'Acme'])).err).toContain('init does not know --tennant.');
  });
});
