import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { builtFiles } from './built-files.ts';
import { rootKey, run, serve, vault } from './testing/commands.ts';

// In a fresh checkout the first `serve` builds what it serves; no single test should have to wait for that.
beforeAll(async () => void (await builtFiles(() => {})), 180_000);

describe('serve', () => {
  it('answers on the port it names, knows the key that init printed, and ends when asked to', async () => {
    const { folder, made } = await vault();
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

  it('ends when asked to before it has found out what stands around formulas, and says nothing of them', async () => {
    const { folder } = await vault();
    const { code, err } = await run(['serve', '--data-dir', folder, '--port', '0']);
    expect(code).toBe(0);
    const said = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
    expect(said.filter((msg) => msg !== 'audit sealed')).toEqual(['listening', 'stopping', 'stopped']);
  });

  it('is refused a second time in one folder, and works again after the first has ended', async () => {
    const { folder } = await vault();
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

  it('takes a folder that it cannot look into, or that is none, for no empty one', async () => {
    const place = temporaryFolder();
    const [file, loop] = [join(place, 'file'), join(place, 'loop')];
    writeFileSync(file, '');
    symlinkSync(loop, loop);
    for (const [folder, reason] of [
      [file, 'part of its path is not a folder (ENOTDIR)'],
      [loop, 'the system refuses it (ELOOP)'],
    ] as const) {
      for (const command of [['serve'], ['init', '--tenant', 'Acme']]) {
        expect(await run([...command, '--data-dir', folder])).toMatchObject({
          code: 1,
          err: `The data folder ${folder} cannot be used: ${reason}.\n`,
        });
      }
    }
  });

  it('refuses a wrong root key, and one that others may read', async () => {
    const { folder } = await vault();
    const wrong = await run(['serve', '--data-dir', folder], { TESSERA_ROOT_KEY: rootKey });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('not the root key that the stored keys are wrapped under');
    expect(wrong.err).not.toContain(rootKey);
    chmodSync(join(folder, 'root.key'), 0o644);
    const exposed = await run(['serve', '--data-dir', folder]);
    expect(exposed.err).toContain(`Run: chmod 600 ${join(folder, 'root.key')}`);
  });

  it('says so when its port is taken', async () => {
    const [one, two] = [await vault(), await vault()];
    const { url } = await serve(one.folder);
    const { port } = new URL(url);
    const { code, err } = await run(['serve', '--data-dir', two.folder, '--port', port]);
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} of 127.0.0.1 is taken.`);
  });

  it('speaks plain HTTP to other machines only behind a proxy that is named', async () => {
    const { folder } = await vault();
    const open = await run(['serve', '--data-dir', folder, '--host', '0.0.0.0', '--port', '0']);
    expect(open.code).toBe(2);
    expect(open.err).toContain('--tls-cert');
    const behind = await serve(folder, ['--host', '0.0.0.0', '--trusted-proxies', '10.0.0.0/8']);
    expect(behind.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });

  it('gives the vault the limits that its flags and variables set', async () => {
    const { folder, made } = await vault();
    const { url } = await serve(folder, ['--cvc-ttl', '7', '--elements-rate', '3', '--included-tokens', '50'], {
      TESSERA_RATE: '5',
    });
    const post = (path: string, key: string, body: unknown) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'BT-API-KEY': key, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const application = { name: 'Shop', type: 'elements', permissions: ['token:pci:create'] };
    const { key } = await (await post('/applications', made.key, application)).json();
    const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2040, cvc: '123' };
    expect((await post('/tokens', key, { type: 'card', data })).status).toBe(201);
    const usage = await fetch(`${url}/tenants/self/reports/usage`, { headers: { 'BT-API-KEY': made.key } });
    expect((await usage.json()).token_report).toMatchObject({
      included_monthly_active_tokens: 50,
      monthly_active_tokens: 1,
    });

    const flood = async (apiKey: string) => {
      const ask = () => fetch(`${url}/applications/key`, { headers: { 'BT-API-KEY': apiKey } });
      const answers = await Promise.all(Array.from({ length: 50 }, ask));
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.headers.get('Retry-After')).toBe('1');
      expect(refused?.headers.get('Content-Type')).toBe('application/problem+json');
      return await refused?.json();
    };
    expect(await flood(key)).toMatchObject({ detail: 'The caller may make 3 calls a second from one address.' });
    expect(await flood(made.key)).toMatchObject({ status: 429, detail: 'The caller may make 5 calls a second.' });

    const db = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true });
    const [row] = db.prepare('select cvc_expires_at - created_at as kept from tokens').all();
    db.close();
    expect(row).toEqual({ kept: 7 * 60_000 });
  });

  it('shows metrics on a port of their own, and there alone', async () => {
    const { folder } = await vault();
    const { url, err, end } = await serve(folder, ['--metrics-port', '0']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    const { metrics_url: metrics } = JSON.parse(
      err()
        .split('\n')
        .find((line) => line.includes('metrics_url')) ?? '{}',
    );
    expect(metrics).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const text = await (await fetch(metrics)).text();
    expect(text).toContain('tessera_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1');
    expect(text).toMatch(/^tessera_store_batch_writes_count \d+$/m);

    expect(await end()).toBe(0);
    await expect(fetch(metrics)).rejects.toThrow();
  });

  it.each([
    ['metrics-port', ['--port', '0', '--metrics-port']],
    ['port', ['--metrics-port', '0', '--port']],
  ])('ends with a sentence, as a process of its own too, where --%s is taken', async (flag, args) => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { folder } = await vault();
    const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=@tessera/source', cli, 'serve', '--data-dir', folder, ...args, `${port}`],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    // Whatever is left running in it, such as a timer, would keep it from ending by itself.
    expect(await once(child, 'close')).toEqual([1, null]);
    const sentence = `Port ${port} of 127.0.0.1 is taken. Stop what holds it, or take another with --${flag}.`;
    expect(said.trim().split('\n').at(-1)).toBe(sentence);
    // Nothing holds the folder any more.
    expect(await (await serve(folder)).end()).toBe(0);
  });

  it.each([
    [['--allowed-origins', 'shop.example'], 'write the scheme too'],
    [['--trusted-proxies', 'proxy.example'], 'trusted proxy "proxy.example"'],
    [['--tls-cert', 'a.pem'], '--tls-cert and --tls-key go together.'],
    [['--tls-cert', '/nowhere/a.pem', '--tls-key', '/nowhere/b.pem'], '--tls-cert /nowhere/a.pem cannot be read'],
    [['--public-url', 'vault.example'], '--public-url'],
  ])('refuses settings it cannot use: %j', async (args, sentence) => {
    const { folder } = await vault();
    const { code, err } = await run(['serve', '--data-dir', folder, '--port', '0', ...args]);
    expect(code).not.toBe(0);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
