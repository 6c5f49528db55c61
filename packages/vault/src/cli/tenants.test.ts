import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

const create = (folder: string, args: string[] = [], environment: Record<string, string> = {}) =>
  run(['tenants', 'create', '--data-dir', folder, '--tenant', 'Two', '--json', ...args], environment);

describe('tenants create', () => {
  it('makes no second tenant while pages stand without theirs, and says what to do with the id of the first', async () => {
    const { folder, made } = await vault();
    const refused = await create(folder);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(`--allowed-origins https://shop.example=${made.tenant_id}`);
    const half = `https://shop.example=${made.tenant_id},https://other.example`;
    expect(await create(folder, ['--allowed-origins', half])).toMatchObject({ code: 2 });
    const { tenants } = JSON.parse((await run(['tenants', 'list', '--data-dir', folder, '--json'])).out);
    expect(tenants).toHaveLength(1);
  });

  it('makes one where every page names its tenant, or where no page matters', async () => {
    const { folder, made } = await vault();
    const pinned = { TESSERA_ALLOWED_ORIGINS: `https://shop.example=${made.tenant_id}` };
    expect(await create(folder, [], pinned)).toMatchObject({ code: 0, err: '' });
    expect(await create(folder, ['--stop-unpinned-pages'])).toMatchObject({ code: 0, err: '' });
  });
});

describe('tenants delete', () => {
  it('deletes the tenant that is named, and no other', async () => {
    const { folder, made } = await vault();
    const two = JSON.parse((await create(folder, ['--stop-unpinned-pages'])).out);
    const remove = (args: string[]) => run(['tenants', 'delete', '--data-dir', folder, ...args]);
    expect(await remove([])).toMatchObject({ code: 2, err: expect.stringContaining('--tenant-id is needed') });
    expect((await remove(['--tenant-id', made.application_id])).err).toContain('There is no tenant');
    expect((await remove(['--tenant-id', two.tenant_id])).out).toContain('its keys are destroyed');
    const { tenants } = JSON.parse((await run(['tenants', 'list', '--data-dir', folder, '--json'])).out);
    expect(
      tenants.map(({ tenant_id, deleted }: { tenant_id: string; deleted: boolean }) => [tenant_id, deleted]),
    ).toEqual([
      [made.tenant_id, false],
      [two.tenant_id, true],
    ]);
  });
});

describe('the quota of a tenant', () => {
  const list = async (folder: string) =>
    JSON.parse((await run(['tenants', 'list', '--data-dir', folder, '--json'])).out).tenants;
  const update = (folder: string, args: string[], environment: Record<string, string> = {}) =>
    run(['tenants', 'update', '--data-dir', folder, ...args], environment);

  it('is set with the tenant or later, in parts or as a whole, and shown', async () => {
    const { folder, made } = await vault();
    const { out } = await create(folder, ['--stop-unpinned-pages', '--tenant-tokens', '500']);
    const two = JSON.parse(out).tenant_id;
    const id = ['--tenant-id', two];
    expect(await list(folder)).toMatchObject([
      { tenant_id: made.tenant_id, tokens_a_day: null, megabytes_a_day: null },
      { tenant_id: two, tokens_a_day: 500, megabytes_a_day: null },
    ]);
    const changed = await update(folder, [...id, '--tenant-megabytes', '20']);
    expect(changed).toEqual({ code: 0, out: 'Tenant Two may store 500 tokens and 20 MB in a day.\n', err: '' });
    expect((await run(['tenants', 'list', '--data-dir', folder])).out).toContain('Two  (500 tokens and 20 MB a day)');
    const half = await update(folder, [...id, '--default-quota', '--tenant-tokens', '7', '--json']);
    expect(JSON.parse(half.out)).toEqual({ tenant_id: two, tokens_a_day: 7, megabytes_a_day: null });
    const none = await update(folder, [...id, '--default-quota']);
    expect(none.out).toBe('Tenant Two may store what serve lets every tenant store in a day.\n');
    expect(await run(['audit', 'verify', '--data-dir', folder])).toMatchObject({ code: 0 });
  });

  it('is typed: what the environment says is meant for serve', async () => {
    const { folder, made } = await vault();
    const forServe = { TESSERA_TENANT_TOKENS: '9', TESSERA_TENANT_MEGABYTES: '9' };
    await create(folder, ['--stop-unpinned-pages'], forServe);
    expect((await list(folder))[1]).toMatchObject({ tokens_a_day: null, megabytes_a_day: null });
    const id = ['--tenant-id', made.tenant_id];
    expect(await update(folder, id, forServe)).toMatchObject({ code: 2 });
    await update(folder, [...id, '--tenant-tokens', '3'], forServe);
    expect((await list(folder))[0]).toMatchObject({ tokens_a_day: 3, megabytes_a_day: null });
    expect((await update(folder, ['--tenant-tokens', '3'])).err).toContain('--tenant-id');
  });

  it('is sealed: one that is changed in the database does not go unseen', async () => {
    const { folder } = await vault();
    await update(folder, ['--tenant-tokens', '3']);
    const verify = () => run(['audit', 'verify', '--data-dir', folder]);
    expect((await verify()).code).toBe(0);
    const database = new DatabaseSync(join(folder, 'vault.db'));
    database.exec('update tenants set tokens_a_day = 1000000');
    database.close();
    const found = await verify();
    expect([found.code, found.out + found.err]).toEqual([1, expect.stringContaining('was changed or put back')]);
  });
});

it('serve warns where there are several tenants and a page names none', async () => {
  const { folder, made } = await vault();
  const warning = /"level":"warn".*--allowed-origins/;
  const alone = await serve(folder);
  await alone.end();
  expect(alone.err()).not.toMatch(warning);
  await create(folder, ['--stop-unpinned-pages']);
  const several = await serve(folder);
  await several.end();
  expect(several.err()).toMatch(warning);
  const pinned = await serve(folder, ['--allowed-origins', `https://shop.example=${made.tenant_id}`]);
  await pinned.end();
  expect(pinned.err()).not.toMatch(warning);
});
