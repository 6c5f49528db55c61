import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerHeaders } from '../../packages/vault/src/proxy/proxy-headers.ts';
import { blockOf } from './blocks.ts';
import { freePort } from './free-port.ts';

/** A server that operators put in front of the vault: how the block of the documentation becomes all of its configuration. */
interface Front {
  name: string;
  language: string;
  program: string;
  config(block: string, port: number, folder: string): string;
  args(file: string, port: number, folder: string): string[];
  /** It takes a header of an answer as an order without being asked to. */
  obeys: boolean;
}

const fronts: readonly Front[] = [
  {
    name: 'nginx',
    language: 'nginx',
    program: '/usr/sbin/nginx',
    config: (block, port, folder) =>
      `daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; client_body_temp_path ${folder}/body;
       proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       server { listen 127.0.0.1:${port};\n${block}\n} }`,
    args: (file, _, folder) => ['-c', file, '-p', folder],
    obeys: true,
  },
  {
    name: 'Caddy',
    language: 'caddy',
    program: '/usr/bin/caddy',
    config: (block, port) => `{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:${port} {\n${block}\n}\n`,
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    obeys: false,
  },
  {
    name: 'HAProxy',
    language: 'haproxy',
    program: '/usr/sbin/haproxy',
    config: (block, port) =>
      `frontend origin\n  mode http\n  timeout client 65s\n  bind 127.0.0.1:${port}\n  default_backend vault\n${block}\n`,
    args: (file) => ['-db', '-f', file],
    obeys: false,
  },
  {
    name: 'Varnish',
    language: 'vcl',
    program: '/usr/sbin/varnishd',
    config: (block) => block,
    args: (file, port, folder) => ['-F', '-j', 'none', '-n', folder, '-a', `127.0.0.1:${port}`, '-f', file],
    obeys: false,
  },
];

/** Sends a request and gives back status, headers and text. */
const send = (port: number, path: string, headers: Record<string, string> = {}, body = '') =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', path, method: body ? 'POST' : 'GET', headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() });
    });
    call.on('error', reject).end(body);
  });

/** What a destination orders the server in front of the vault to do. */
const orders: [string, string][] = [
  ['x-accel-redirect', '/stolen'],
  ['x-sendfile', '/etc/hostname'],
  ['x-lighttpd-send-file', '/etc/hostname'],
  ['x-reproxy-url', 'http://127.0.0.1/stolen'],
];

const isMissing = ({ program }: Front): boolean => !existsSync(program);

// Where Debian's packages can be had, all of them are there; elsewhere the one that is missing is named.
it('are all installed where Debian has them', () => {
  const missing = fronts.filter(isMissing).map(({ name, program }) => `${name} (${program})`);
  if (missing.length > 0) process.stderr.write(`Not tested, because it is not installed: ${missing.join(', ')}\n`);
  expect(existsSync('/usr/bin/apt-get') ? missing : [], 'install them, or run npm test as root').toEqual([]);
});

describe.each(fronts.filter((front) => !isMissing(front)))(
  '$name in front of the vault',
  ({ program, language, config, args, obeys }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-front-'));
    const seen: { url: string; headers: IncomingHttpHeaders; bytes: number }[] = [];
    let filtered = true;
    const upstream = createServer(async (incoming, outgoing) => {
      let bytes = 0;
      for await (const part of incoming) bytes += (part as Buffer).length;
      seen.push({ url: incoming.url ?? '', headers: incoming.headers, bytes });
      const policy = { 'content-security-policy': 'sandbox', 'bt-trace-id': 't' };
      const given = incoming.url === '/proxy/ordered' ? orders : [];
      outgoing
        .writeHead(200, { ...(filtered ? answerHeaders(given) : Object.fromEntries(given)), ...policy })
        .end('vault');
    });
    let child: ChildProcess | undefined;
    let port: number;

    beforeAll(async () => {
      upstream.listen(0, '127.0.0.1');
      await once(upstream, 'listening');
      const address = upstream.address();
      port = await freePort();
      const file = join(folder, 'config');
      const block = blockOf(language, typeof address === 'object' && address ? address.port : 0);
      writeFileSync(file, config(block, port, folder));
      child = spawn(program, args(file, port, folder), {
        stdio: 'ignore',
        env: { ...process.env, HOME: folder },
      });
      await vi.waitFor(() => send(port, '/healthz'), { timeout: 50_000, interval: 100 });
    });
    afterAll(async () => {
      if (child && child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      upstream.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('passes headers both ways, odd names and long values among them', async () => {
      const long = 'x'.repeat(7000);
      const headers = { 'BT-API-KEY': 'key', 'BT-PROXY-URL': long, under_score: '1', 'X.Dotted': '2' };
      // As long as a search may be: the vault itself takes 16 KiB of request line and headers.
      const path = `/proxy/x?a=%7B%7Bid%7D%7D&search=${'y'.repeat(7000)}`;
      const answer = await send(port, path, headers);
      expect([answer.status, answer.text]).toEqual([200, 'vault']);
      expect(answer.headers).toMatchObject({ 'content-security-policy': 'sandbox', 'bt-trace-id': 't' });
      expect(seen.at(-1)?.url).toBe(path);
      expect(seen.at(-1)?.headers).toMatchObject({
        'bt-api-key': 'key',
        'bt-proxy-url': long,
        under_score: '1',
        'x.dotted': '2',
      });
      expect(seen.at(-1)?.headers['x-forwarded-for']).toContain('127.0.0.1');
    });

    it('passes a body of a megabyte', async () => {
      expect((await send(port, '/tokens', {}, 'x'.repeat(1024 * 1024))).status).toBe(200);
      expect(seen.at(-1)?.bytes).toBe(1024 * 1024);
    });

    it('gets no order from a destination', async () => {
      filtered = true;
      expect(await send(port, '/proxy/ordered')).toMatchObject({ status: 200, text: 'vault' });
      expect(seen.at(-1)?.url).toBe('/proxy/ordered');
    });

    // The counter-proof. The other servers obey none of these orders, as long as their operators do not ask them to.
    it(obeys ? 'would obey one that passes' : 'would pass one on', async () => {
      filtered = false;
      await send(port, '/proxy/ordered', { 'BT-API-KEY': 'key' });
      expect(seen.at(-1)).toMatchObject({
        url: obeys ? '/stolen' : '/proxy/ordered',
        headers: { 'bt-api-key': 'key' },
      });
    });
  },
);
