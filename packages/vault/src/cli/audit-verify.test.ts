import { constants } from 'node:buffer';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { logPieces } from './audit-verify.ts';
import { run, serve, vault } from './testing/commands.ts';

const inData = (folder: string, sql: string) => {
  const db = new DatabaseSync(join(folder, 'vault.db'));
  db.exec(sql);
  db.close();
};

describe('audit verify', { timeout: 60_000 }, () => {
  it('beside a vault that serves finds nothing, and says what it looked at', async () => {
    const { folder } = await vault();
    await serve(folder);
    const { code, out, err } = await run(['audit', 'verify', '--data-dir', folder]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Looked at \d+ audit rows, \d+ seals? and 0 tokens of 1 tenant\.\n/);
    expect(out).toMatch(/Nothing is wrong\.\nOnly with --log would it show that the newest rows were cut off/);
  });

  it('ends with code 1, says what and where, and tells a machine the same', async () => {
    const { folder, made } = await vault();
    inData(folder, `update audit set created_at = created_at - 1 where n = 1`);
    const { code, out, err } = await run(['audit', 'verify', '--data-dir', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^row-changed +tenant ${made.tenant_id}: Row 1 \\(create of tenant `));
    expect(err).toContain('One thing is wrong');
    const machine = await run(['audit', 'verify', '--data-dir', folder, '--json']);
    expect(machine).toMatchObject({ code: 1 });
    expect(JSON.parse(machine.out)).toMatchObject({
      rows: 2,
      findings_total: 1,
      findings: [{ kind: 'row-changed', tenant_id: made.tenant_id, row: 1 }],
    });
  });

  it('compares the chain with what the log of the vault wrote down', async () => {
    const { folder } = await vault();
    const { end, err } = await serve(folder);
    await end();
    const log = join(temporaryFolder(), 'vault.log');
    writeFileSync(log, `a line of somebody else\n${err()}{"audit_mac":`);
    const verify = () => run(['audit', 'verify', '--data-dir', folder, '--log', log]);
    const found = await verify();
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is wrong.\n') });
    expect(found.out).not.toContain('Only with --log');
    inData(folder, 'delete from audit_seals; delete from audit');
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('head-missing') });

    writeFileSync(log, 'nothing of the kind\n');
    expect(await verify()).toMatchObject({ code: 1, err: expect.stringContaining('tells of no seal') });
    const nowhere = await run(['audit', 'verify', '--data-dir', folder, '--log', join(folder, 'nowhere')]);
    expect(nowhere).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be read: there is no such file or folder (ENOENT)'),
    });
  });

  it('reads a log that is longer than a text can be, to its last line', async () => {
    const { folder } = await vault();
    const { end, err } = await serve(folder);
    await end();
    const log = join(temporaryFolder(), 'vault.log');
    writeFileSync(log, '');
    // A hole in the file, which takes no room on the disk.
    truncateSync(log, constants.MAX_STRING_LENGTH);
    appendFileSync(log, `\n${err()}`);
    const verify = () => run(['audit', 'verify', '--data-dir', folder, '--log', log]);
    expect(await verify()).toMatchObject({ code: 0, err: '' });
    inData(folder, 'delete from audit_seals; delete from audit');
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('head-missing') });
  });

  it('takes a log piece by piece, however many writes it tells of', async () => {
    const { folder, made } = await vault();
    const { end, err, url } = await serve(folder);
    for (let n = 0; n < 5; n++) {
      const headers = { 'BT-API-KEY': made.key, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ name: 'x', type: 'public' });
      expect((await fetch(`${url}/applications`, { method: 'POST', headers, body })).status).toBe(201);
    }
    await end();
    const log = join(temporaryFolder(), 'vault.log');
    writeFileSync(log, err());
    const whole = [...logPieces(log)];
    const pieces = [...logPieces(log, 2)];
    expect([whole.length, pieces.length > 2]).toEqual([1, true]);
    const marks = (of: typeof whole) => of.flatMap(({ rows }) => [...rows.values()].flatMap((own) => [...own.keys()]));
    expect(marks(whole).length).toBeGreaterThanOrEqual(5);
    expect(marks(pieces)).toEqual(marks(whole));
    for (const { heads, rows } of pieces) {
      expect([...rows.values()].reduce((sum, { size }) => sum + size, heads.length)).toBeLessThanOrEqual(2);
    }
  });
});
