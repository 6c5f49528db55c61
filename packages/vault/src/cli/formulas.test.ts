import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

const formula = { name: 'Charge', source_token_type: 'card', code: 'module.exports = () => 1' };

const publish = async (folder: string, content: unknown) => {
  const file = join(folder, 'formula.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return await run(['formulas', 'publish', '--data-dir', folder, '--formula', file, '--json']);
};

describe('formulas publish', { timeout: 60_000 }, () => {
  it('makes a formula that tenants see, and replaces it by its name', async () => {
    const { folder, made } = await vault();
    const first = await publish(folder, formula);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    const { formula_id: id, published } = JSON.parse(first.out);
    expect(published).toBe(true);
    const again = await publish(folder, { ...formula, code: 'export default () => 2', description: 'Charges a card' });
    expect(JSON.parse(again.out)).toEqual({ formula_id: id, replaced: true });

    const { url } = await serve(folder);
    const response = await fetch(`${url}/reactor-formulas`, { headers: { 'BT-API-KEY': made.key } });
    const { data } = await response.json();
    expect(data.filter(({ name }: { name: string }) => name === 'Charge')).toEqual([
      {
        id,
        ...formula,
        code: 'export default () => 2',
        description: 'Charges a card',
        type: 'official',
        configuration: [],
        request_parameters: [],
        created_at: expect.any(String),
        modified_at: expect.any(String),
      },
    ]);
  });

  it('stands in the audit log of every tenant, which verifies as before', async () => {
    const { folder, made } = await vault();
    const { formula_id: id } = JSON.parse((await publish(folder, formula)).out);
    const other = await run([
      'tenants',
      'create',
      '--data-dir',
      folder,
      '--tenant',
      'B',
      '--stop-unpinned-pages',
      '--json',
    ]);
    await publish(folder, { ...formula, code: 'export default () => 2' });
    const verified = await run(['audit', 'verify', '--data-dir', folder]);
    expect({ code: verified.code, err: verified.err }).toEqual({ code: 0, err: '' });

    const { url } = await serve(folder);
    const told = async (key: string) => {
      const response = await fetch(`${url}/logs?entity_id=${id}`, { headers: { 'BT-API-KEY': key } });
      return (await response.json()).data.map((log: { actor_type: string; message: string }) => [
        log.actor_type,
        log.message,
      ]);
    };
    expect(await told(made.key)).toEqual([
      ['system', 'Reactor formula updated'],
      ['system', 'Reactor formula created'],
    ]);
    expect(await told(JSON.parse(other.out).key)).toEqual([['system', 'Reactor formula updated']]);
  });

  it.each([
    ['{"name": ', 'is not JSON'],
    ['7', 'is no formula'],
    [{ ...formula, source_token_type: 'coupon' }, 'source_token_type: '],
    [{ ...formula, name: '' }, 'name: '],
    [{ ...formula, code: 'module.exports = 1' }, 'code: The code must export a function'],
  ])('refuses %j and says why', async (content, reason) => {
    const { folder } = await vault();
    const { code, out, err } = await publish(folder, content);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(reason);
  });

  it('names a file that is not there', async () => {
    const { folder } = await vault();
    const { err } = await run(['formulas', 'publish', '--data-dir', folder, '--formula', '/nowhere.json']);
    expect(err).toBe('--formula /nowhere.json cannot be read: there is no such file or folder (ENOENT).\n');
  });
});
