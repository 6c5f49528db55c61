import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presets } from '../access/presets.ts';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import { run, serve, vault } from './testing/commands.ts';

/** Runs `applications …` on a vault of its own. */
const applications = async () => {
  const { folder, made } = await vault();
  const command = (name: string, ...args: string[]) => run(['applications', name, '--data-dir', folder, ...args]);
  const json = async (name: string, ...args: string[]) => {
    const { code, out, err } = await command(name, ...args, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out);
  };
  return { folder, made, command, json };
};

const call = async (url: string, key: string, path = '/applications/key') => {
  const answer = await fetch(url + path, { headers: { 'BT-API-KEY': key } });
  return { status: answer.status, body: await answer.json() };
};

describe('applications create', () => {
  it.each(Object.entries(presets))('makes a key for the job %s, which a running vault takes', async (name, preset) => {
    const { folder, made, json } = await applications();
    const { url } = await serve(folder);
    const created = await json('create', '--name', 'Shop', '--preset', name);
    expect(created).toMatchObject({ tenant_id: made.tenant_id, name: 'Shop', type: preset.type });
    expect(created.permissions.length).toBeGreaterThan(0);
    const { status, body } = await call(url, created.key);
    expect([status, body.id, body.permissions]).toEqual([200, created.application_id, [...preset.permissions]]);
  });

  it('takes a type and a list of permissions, and shows the key to a person once', async () => {
    const { command, json } = await applications();
    const args = ['--name', 'Shop', '--type', 'elements', '--permissions', 'token:pci:create, token:bank:create'];
    const { code, out } = await command('create', ...args);
    expect(code).toBe(0);
    const key = /key_\w{22}/.exec(out)?.[0] ?? '';
    expect(out).toContain('token:pci:create, token:bank:create');
    const listed = JSON.stringify(await json('list'));
    expect(listed).toContain('"permissions":["token:pci:create","token:bank:create"]');
    expect(listed).not.toContain(key);
  });

  it.each([
    [
      ['--preset', 'page', '--permissions', 'log:read'],
      'Give either --preset, or --type with --permissions or with --rules.',
    ],
    [[], 'Give either --preset, or --type with --permissions or with --rules.'],
    [['--type', 'elements'], 'Give either --preset, or --type with --permissions or with --rules.'],
    [['--permissions', 'log:read'], '--permissions needs --type with it.'],
    [['--preset', 'page', '--type', 'public'], 'The preset page is for applications of type elements'],
    [['--preset', 'pages'], '--preset must be one of page, server,'],
    [
      ['--type', 'elements', '--permissions', 'token:pci:create,token:pci:creat,token:pci:read:high'],
      'entry 2: token:pci:creat is not a permission; did you mean token:pci:create?\n' +
        '  entry 3: token:pci:read:high cannot be held by an application of type elements, only by server_to_server.',
    ],
  ])('makes none from %j', async (args, message) => {
    const { command, json } = await applications();
    const refused = await command('create', '--name', 'Shop', ...args);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(message);
    expect((await json('list')).applications).toHaveLength(1);
  });

  it('takes rules from a file, and says what is wrong with them', async () => {
    const { folder, command, json } = await applications();
    const file = join(folder, 'rules.json');
    const args = ['--type', 'private', '--rules', file];
    const rules = [
      { container: '/pci/', transform: 'mask', permissions: ['token:read'] },
      { container: '/pci/high/', transform: 'reveal', permissions: ['token:read'] },
    ];
    writeFileSync(file, JSON.stringify(rules));
    const created = await json('create', '--name', 'Shop', ...args);
    expect(created.rules).toEqual(rules.map((rule, index) => ({ ...rule, priority: index + 1 })));
    expect((await command('create', '--name', 'Shop', ...args)).out).toContain('rules.1 (/pci/high/) never applies');
    const { url } = await serve(folder);
    expect((await call(url, created.key)).body.rules).toEqual(created.rules);
    writeFileSync(file, JSON.stringify([{ container: 'pci', permissions: ['token:read'] }]));
    const wrong = await command('create', '--name', 'Shop', ...args);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('rules.0.container: A container is a path') });
  });

  it('asks for the tenant where there are several', async () => {
    const { folder, made, command, json } = await applications();
    await run(['tenants', 'create', '--data-dir', folder, '--tenant', 'Two', '--stop-unpinned-pages']);
    const args = ['--name', 'Shop', '--preset', 'page'];
    expect(await command('create', ...args)).toMatchObject({ code: 2, err: expect.stringContaining('--tenant-id') });
    const created = await json('create', ...args, '--tenant-id', made.tenant_id);
    expect(created.tenant_id).toBe(made.tenant_id);
    expect((await json('list')).applications).toHaveLength(3);
    expect((await json('list', '--tenant-id', made.tenant_id)).applications).toHaveLength(2);
  });
});

describe('applications rotate', () => {
  it('gets back into a vault whose last key was lost, and tells the audit', async () => {
    const { folder, made, json, command } = await applications();
    const { url } = await serve(folder);
    const { applications: all } = await json('list');
    const { key } = await json('rotate', '--application-id', all[0].application_id.toUpperCase());
    expect((await call(url, key)).status).toBe(200);
    const { body } = await call(url, key, `/logs?entity_type=application&entity_id=${made.application_id}`);
    expect(body.data.map(({ operation, actor_type }: Record<string, string>) => [operation, actor_type])).toEqual([
      ['update', 'system'],
      ['create', 'system'],
    ]);
    const verified = await run(['audit', 'verify', '--data-dir', folder, '--json']);
    expect(verified.code, verified.out + verified.err).toBe(0);
    expect((await command('rotate', '--application-id', made.application_id)).out).toContain('stop within a second');
  });

  it('keeps the old key working for the overlap, and says until when', async () => {
    const { folder, made, json, command } = await applications();
    const rotated = await json('rotate', '--application-id', made.application_id, '--overlap', '60');
    const { url } = await serve(folder);
    expect([(await call(url, made.key)).status, (await call(url, rotated.key)).status]).toEqual([200, 200]);
    const [listed] = (await json('list')).applications;
    expect(listed.keys.map((each: { expires_at?: string }) => each.expires_at)).toEqual([
      undefined,
      rotated.former_key_ends_at,
    ]);
    expect((await command('list')).out).toContain(`(2 keys, until ${rotated.former_key_ends_at})`);
    await json('rotate', '--application-id', made.application_id, '--overlap', '60');
    const again = await command('rotate', '--application-id', made.application_id, '--overlap', '60');
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('has 3 keys that work') });
  });
});

it('applications delete ends a key, and names what it does not find', async () => {
  const { folder, json, command } = await applications();
  const created = await json('create', '--name', 'Shop', '--preset', 'server');
  expect(await json('delete', '--application-id', created.application_id)).toEqual({
    application_id: created.application_id,
    deleted: true,
  });
  const { url } = await serve(folder);
  expect((await call(url, created.key)).status).toBe(401);
  for (const id of [created.application_id, 'x', '4242424242424242']) {
    const { code, err } = await command('delete', '--application-id', id);
    expect([code, err]).toEqual([1, 'There is no application with this id. See: tessera-vault applications list\n']);
  }
});

it('works on PostgreSQL as well, beside a vault that serves', async () => {
  const { folder } = await vault();
  const where = ['--data-dir', `${folder}-postgres`, '--database-url', await freshDatabase()];
  await run(['init', ...where, '--tenant', 'Acme', '--json']);
  const { url } = await serve(`${folder}-postgres`, where.slice(2));
  const created = JSON.parse(
    (await run(['applications', 'create', ...where, '--name', 'A', '--preset', 'read', '--json'])).out,
  );
  expect((await call(url, created.key)).status).toBe(200);
  const id = ['--application-id', created.application_id];
  const { key } = JSON.parse((await run(['applications', 'rotate', ...where, ...id, '--overlap', '5', '--json'])).out);
  expect([(await call(url, created.key)).status, (await call(url, key)).status]).toEqual([200, 200]);
  expect((await run(['applications', 'delete', ...where, ...id])).code).toBe(0);
  expect((await run(['audit', 'verify', ...where, '--json'])).code).toBe(0);
});
