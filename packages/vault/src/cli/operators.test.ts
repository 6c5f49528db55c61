import { readFileSync } from 'node:fs';
import { roleNames, roles } from '@tessera/contract/console';
import { expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

const invite = (folder: string, args: string[]) =>
  run(['operators', 'invite', '--data-dir', folder, '--name', 'Ada', '--console-port', '4200', ...args]);

it('invites people, lists them and revokes them', async () => {
  const { folder, made } = await vault();
  expect((await run(['operators', 'list', '--data-dir', folder])).out).toContain('Nobody was invited to the console.');
  const { code, out } = await invite(folder, ['--role', 'auditor', '--json']);
  expect(code).toBe(0);
  const invited = JSON.parse(out);
  expect(invited).toMatchObject({ name: 'Ada', role: 'auditor', tenant_id: made.tenant_id });
  expect(invited.link).toMatch(/^http:\/\/localhost:4200\/enrol#[\w-]{43}$/);
  const all = await invite(folder, [
    '--role',
    'custodian',
    '--all-tenants',
    '--console-public-url',
    'https://console.example',
  ]);
  expect(all.out).toContain('https://console.example/enrol#');
  expect(all.out).toContain('custodian of all tenants');

  const list = async () => (await run(['operators', 'list', '--data-dir', folder])).out.trim().split('\n');
  expect(await list()).toEqual([
    expect.stringMatching(/custodian +invited +Ada {2}\(all tenants\)$/),
    expect.stringContaining(`auditor        invited   Ada  (${made.tenant_id})`),
  ]);
  const revoke = ['operators', 'revoke', '--data-dir', folder, '--operator-id', invited.operator_id];
  expect(await run(revoke)).toEqual({ code: 0, out: 'Ada is revoked.\n', err: '' });
  expect((await list())[1]).toContain('revoked');
  expect(await run(revoke)).toMatchObject({ code: 1, err: expect.stringContaining('was revoked before') });
  expect(await run(['audit', 'verify', '--data-dir', folder])).toMatchObject({ code: 0 });
});

/** A command as docs/console.md prints it, in the given folder. */
const printed = (words: string, folder: string): string[] => {
  const guide = readFileSync(new URL('../../../../docs/console.md', import.meta.url), 'utf8');
  const line = guide.split('\n').find((each) => each.startsWith(`tessera-vault ${words} `)) ?? '';
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return args.slice(1).map((arg) => (arg === './.vault' ? folder : arg));
};

it('is as the guide prints it', async () => {
  const { folder } = await vault();
  const { out } = await run([...printed('operators invite', folder), '--json']);
  const { operator_id: id, role } = JSON.parse(out);
  expect(role).toBe('administrator');
  expect((await run(printed('operators list', folder))).out).toContain(id);
  const revoked = await run(printed('operators revoke', folder).map((arg) => (arg === 'ID' ? id : arg)));
  expect(revoked.out).toBe('Ada Example is revoked.\n');
});

it.each([
  [['--role', 'king'], '--role'],
  [['--role', 'viewer', '--all-tenants', '--tenant-id', '00000000-0000-7000-8000-000000000000'], 'either'],
  [['--role', 'viewer', '--console-public-url', 'https://192.0.2.1'], 'host name'],
  [['--role', 'viewer', '--tenant-id', '00000000-0000-7000-8000-000000000000'], 'There is no tenant'],
])('says what is wrong with %j', async (args, message) => {
  const { folder } = await vault();
  const { code, err, out } = await invite(folder, args);
  expect(code).toBeGreaterThan(0);
  expect(err).toContain(message);
  expect(out).toBe('');
});

it('serves the console beside the vault, on a port of its own', async () => {
  const { folder } = await vault();
  const { url, err, end } = await serve(folder, ['--console-port', '0']);
  const line =
    err()
      .split('\n')
      .find((each) => each.includes('the console is listening')) ?? '{}';
  const { url: at, console_url: origin } = JSON.parse(line);
  expect(origin).toBe(`http://localhost:${new URL(at).port}`);
  const session = await fetch(`${at}/session`, { headers: { 'Tessera-Console': '1' } });
  expect(await session.json()).toMatchObject({ type: 'sign-in-required' });
  expect((await fetch(`${url}/session`)).status).toBe(404);
  expect(await end()).toBe(0);
});

it('does not start where other machines would reach the console over plain http', async () => {
  const { folder } = await vault();
  const { code, err } = await run(['serve', '--data-dir', folder, '--console-port', '0', '--console-host', '0.0.0.0']);
  expect(code).toBe(2);
  expect(err).toContain('--console-host 0.0.0.0 can be reached from other machines');
});

it('says of every role whether it sees values in full, as its actions have it', async () => {
  const { out } = await run(['operators', 'invite', '--help']);
  for (const name of roleNames) {
    const [, job = ''] = new RegExp(`^  ${name} +(.*)$`, 'm').exec(out) ?? [];
    const actions: readonly string[] = roles[name].actions;
    expect(job, name).not.toBe('');
    expect(job.includes('in full'), name).toBe(actions.includes('tokens:reveal'));
  }
});
