import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Certified, certificateAuthority } from '../egress/testing/certificates.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { builtFiles } from './built-files.ts';
import { serve, vault } from './testing/commands.ts';

beforeAll(async () => void (await builtFiles(() => {})), 180_000);

const authority = certificateAuthority();

/** A vault that serves by a configuration file, and how to change file and certificate. */
const served = async (config: Record<string, unknown>, args: string[] = []) => {
  const { folder, made } = await vault();
  const place = temporaryFolder();
  const file = join(place, 'tessera.json');
  const configure = (content: unknown) =>
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const certify = ({ cert, key }: Certified) => {
    writeFileSync(join(place, 'cert.pem'), cert);
    writeFileSync(join(place, 'key.pem'), key);
  };
  certify(authority.issue(['first.example']));
  configure(config);
  const server = await serve(folder, ['--config', file, ...args]);
  const reload = () => {
    server.reload();
    return JSON.parse(server.err().trim().split('\n').at(-1) ?? '');
  };
  return {
    ...server,
    made,
    configure,
    certify,
    reload,
    lines: () =>
      server
        .err()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
};

/** Opens a TLS connection and tells for which name its certificate is. */
const greet = async (url: string): Promise<{ name: unknown; socket: TLSSocket }> => {
  const socket = connect({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    ca: authority.cert,
    rejectUnauthorized: false,
  });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return { name: socket.getPeerCertificate().subject.CN, socket };
};

const tls = { 'tls-cert': 'cert.pem', 'tls-key': 'key.pem' };
const of = (page: string) => ({ ...tls, 'log-level': 'debug', 'allowed-origins': [`https://${page}.example`] });

/** The error of a connection that speaks nothing newer than TLS 1.1. */
const speakOldTls = async (url: string): Promise<string> => {
  const { port } = new URL(url);
  const options = { port: Number(port), host: '127.0.0.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  const socket = connect({ ...options, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
  const [error] = await once(socket, 'error');
  return error.code;
};

it('a renewed certificate serves new connections, those that are open go on, and one that cannot be used changes nothing', async () => {
  const { url, certify, configure, reload, lines, err } = await served(of('first'));
  const old = await greet(url);
  expect(old.name).toBe('first.example');
  const until = Date.now() + 60 * 60_000;
  const second = authority.issue(['second.example'], { until });
  certify(second);
  expect(reload()).toMatchObject({
    level: 'info',
    msg: 'settings read again',
    certificate_until: new Date(until - (until % 1000)).toISOString(),
  });
  expect((await greet(url)).name).toBe('second.example');
  old.socket.write('GET /healthz HTTP/1.1\r\nHost: vault\r\n\r\n');
  const [answer] = await once(old.socket.setEncoding('latin1'), 'data');
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);

  const other = authority.issue(['other.example']);
  const unusable: [Certified, string][] = [
    [{ ...other, key: second.key }, 'is not the key of the certificate in'],
    [{ ...other, cert: other.cert.slice(0, 300) }, 'It was cut off or changed'],
    [{ ...other, cert: '' }, 'holds no certificate'],
    [{ ...other, key: '' }, 'holds no private key'],
  ];
  configure(of('second'));
  for (const [pair, reason] of unusable) {
    certify(pair);
    const line = reload();
    expect(line).toMatchObject({ level: 'error', msg: 'settings not read again: all old ones stay in effect' });
    expect(line.reason).toContain(reason);
    expect((await greet(url)).name).toBe('second.example');
    expect(await policy(url)).toContain('https://first.example');
  }
  certify(other);
  expect(reload().msg).toBe('settings read again');
  expect((await greet(url)).name).toBe('other.example');
  expect(await policy(url)).toContain('https://second.example');

  expect(await speakOldTls(url)).toMatch(/^ERR_SSL_|^ECONNRESET$/);
  expect(lines()).toContainEqual({
    level: 'debug',
    time: expect.any(String),
    code: 'ERR_SSL_UNSUPPORTED_PROTOCOL',
    msg: 'a TLS handshake failed',
  });
  const keys = [second.key, other.key].flatMap((text) => text.split('\n').slice(1, -2));
  for (const line of keys) expect(err()).not.toContain(line);
});

/** The policy of the frame, which says where it may be shown. */
const policy = async (url: string): Promise<string> => {
  const { port } = new URL(url);
  const call = request({ port, host: '127.0.0.1', path: '/elements/', rejectUnauthorized: false }).end();
  const [answer] = await once(call, 'response');
  answer.resume();
  return answer.headers['content-security-policy'];
};

it('settings that can change do, others are named as waiting for a restart, and a file that cannot be used changes nothing', async () => {
  const { url, configure, reload, lines } = await served({ 'allowed-origins': ['https://first.example'] });
  const policyNow = async () => (await fetch(`${url}/elements/`)).headers.get('content-security-policy');
  expect(await policyNow()).toContain('frame-ancestors https://first.example');
  configure({ 'allowed-origins': ['https://second.example'], 'font-origins': ['https://fonts.example'], rate: 5 });
  expect(reload()).toMatchObject({
    level: 'warn',
    settings: ['rate'],
    msg: 'these settings have changed and need a restart',
  });
  expect(await policyNow()).toContain('frame-ancestors https://second.example');
  expect(await policyNow()).toContain('font-src https://fonts.example');

  configure({ 'log-level': 'debug', ...tls });
  expect(reload().settings).toEqual(['tls-cert', 'tls-key']);
  await fetch(`${url}/healthz`);
  expect(lines().at(-1)).toMatchObject({ level: 'debug', route: '/healthz' });
  configure({ 'log-level': 'error' });
  reload();
  await fetch(`${url}/docs`);
  expect(lines().at(-1)?.route).not.toBe('/docs');

  const before = (await fetch(`${url}/elements/`)).headers.get('etag');
  for (const [content, reason] of [
    ['{', 'is not JSON'],
    [{ 'alowed-origins': [] }, 'Did you mean "allowed-origins"?'],
    [{ 'allowed-origins': ['shop.example'] }, 'write the scheme too'],
    [{ 'allowed-origins': ['https://second.example'], 'tls-cert': 'cert.pem' }, 'go together'],
  ] as const) {
    configure(content);
    const line = reload();
    expect(line.level).toBe('error');
    expect(line.reason).toContain(reason);
    expect((await fetch(`${url}/elements/`)).headers.get('etag')).toBe(before);
  }
});
