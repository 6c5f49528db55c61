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
