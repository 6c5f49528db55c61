import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, serve, vault } from './testing/commands.ts';

/** The table that the guide for operators shows. */
const [, documented = ''] =
  readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8').match(/```csv\n(.*?)```/s) ?? [];

describe('bins import', { timeout: 60_000 }, () => {
  it('puts a table into a vault, which shows it to servers, and refuses one with a wrong line', async () => {
    const { folder, made } = await vault();
    const file = join(folder, 'bins.csv');
    const load = (text: string, ...flags: string[]) => {
      writeFileSync(file, text);
      return run(['bins', 'import', file, '--data-dir', folder, ...flags]);
    };
    expect(await load(documented)).toEqual({
      ...{ code: 0, err: '', out: 'Ranges of card numbers in the table: 4\n' },
    });
    expect((await load('bin,funding\n424242,debit\n555555,credit', '--json')).out).toBe('{"ranges":2}\n');
    expect(await load('bin,funding\n424242,loan\n')).toEqual({
      ...{
        code: 1,
        out: '',
        err: `--file ${file}: Line 2: funding must be one of credit, debit, prepaid, or empty.\n`,
      },
    });

    const { url } = await serve(folder);
    const post = async (path: string, key: string, body: unknown) => {
      const headers = { 'BT-API-KEY': key, 'Content-Type': 'application/json' };
      return await (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const application = { name: 'Till', type: 'private', permissions: ['token-intent:create'] };
    const { key } = await post('/applications', made.key, application);
    const intent = await post('/token-intents', key, { type: 'card_number', data: '4242424242424242' });
    expect(intent.card).toMatchObject({ brand: 'visa', funding: 'debit', issuer: null, issuer_country: null });
  });

  it('names a file that is not there, is too large or never ends, and a vault that is not there', async () => {
    const { folder } = await vault();
    const load = async (file: string, at = folder) => (await run(['bins', 'import', file, '--data-dir', at])).err;
    expect(await load('/nowhere.csv')).toBe(
      '--file /nowhere.csv cannot be read: there is no such file or folder (ENOENT).\n',
    );
    expect(await load('/dev/zero')).toBe('--file /dev/zero is larger than 134217728 bytes.\n');
    const file = join(folder, 'bins.csv');
    writeFileSync(file, 'bin\n424242');
    expect(await load(file, join(folder, 'none'))).toContain('init');
  });
});
