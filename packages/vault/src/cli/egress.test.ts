import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { startDestination } from '../egress/testing/destinations.ts';
import { builtFiles } from './built-files.ts';
import { run, serve, vault } from './testing/commands.ts';

beforeAll(async () => void (await builtFiles(() => {})), 180_000);

const authority = certificateAuthority();

/** A destination on this machine, and a vault whose operator has named it. */
const start = async (act: (response: ServerResponse, body: string) => void) => {
  const destination = await startDestination(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      act(response, Buffer.concat(parts).toString());
    },
    authority.issue(['localhost']),
  );
  onTestFinished(destination.close);
  const { folder, made } = await vault();
  const ca = join(folder, 'authority.pem');
  writeFileSync(ca, authority.cert);
  const { url } = await serve(folder, ['--allowed-destinations', `localhost:${destination.port}`], {
    TESSERA_EGRESS_CA: ca,
  });
  const post = (path: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'BT-API-KEY': key, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
    });
  const permissions = ['token:general:create', 'token:general:use:proxy'];
  const application = { name: 'Shop', type: 'server_to_server', permissions };
  const { key } = await (await post('/applications', made.key, application)).json();
  return { destination, post, key, base: `https://localhost:${destination.port}` };
};

describe('a vault whose operator names a destination on this machine', () => {
  it('sends tokens there, and to no other host', async () => {
    const { post, key, base } = await start((response, body) => response.end(`got ${body}`));
    const { id } = await (await post('/tokens', key, { type: 'token', data: 'sensitive' })).json();
    const answer = await post('/proxy/charges', key, { a: `{{ ${id} }}` }, { 'BT-PROXY-URL': base });
    expect([answer.status, await answer.text()]).toEqual([200, 'got {"a":"sensitive"}']);
    for (const other of ['https://example.com', 'https://localhost', base.replace('localhost', '127.0.0.1')]) {
      const refused = await post('/proxy', key, {}, { 'BT-PROXY-URL': other });
      expect([other, refused.ok, Object.keys(await refused.json())]).toEqual([other, false, ['proxy_error']]);
    }
  });

  it('hands answers on as they come, and lets go of a destination whose caller is gone', async () => {
    const { post, key, base, destination } = await start((response) => void response.write('first'));
    const answer = await post('/proxy', key, {}, { 'BT-PROXY-URL': base });
    const reader = answer.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    expect(destination.open()).toBe(1);
    await reader?.cancel();
    await expect.poll(destination.open).toBe(0);
  });

  it('breaks off with a destination that breaks off', async () => {
    const { post, key, base } = await start((response) => {
      response.writeHead(200, { 'Content-Length': '10' }).write('half', () => response.destroy());
    });
    const answer = await post('/proxy', key, {}, { 'BT-PROXY-URL': base });
    await expect(answer.text()).rejects.toThrow();
  });
});

describe('settings for requests to the outside', () => {
  it.each([
    ['--allowed-destinations', 'https://api.example', 'write a host'],
    ['--allowed-destinations', 'api.example=Acme', 'the id of a tenant'],
    ['--allowed-destinations', 'localhost', 'write a host'],
    ['--egress-proxy', 'https://me:hunter2@proxy.example', 'must be http://HOST:PORT'],
    ['--egress-ca', 'nowhere.pem', 'cannot be read: there is no such file or folder (ENOENT)'],
    ['--egress-ca', import.meta.filename, 'holds no certificates'],
  ])('are refused when %s is %s', async (flag, value, words) => {
    const { folder } = await vault();
    const { code, err } = await run(['serve', '--data-dir', folder, '--port', '0', flag, value]);
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(words);
    expect(err).not.toContain('hunter2');
  });
});
