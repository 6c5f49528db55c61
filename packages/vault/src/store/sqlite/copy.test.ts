import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { copyDatabase } from './copy.ts';

it('a copy for which there is no space names the file that could not grow, and any other fault the one that is read', async () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')];
  new DatabaseSync(from).close();
  const failing = (errcode: number, errstr: string) =>
    copyDatabase(from, to, undefined, () => Promise.reject(Object.assign(new Error('failed'), { errcode, errstr })));
  await expect(failing(13, 'database or disk is full')).rejects.toThrow(`${to} could not grow: the disk is full`);
  await expect(failing(11, 'database disk image is malformed')).rejects.toThrow(`${from} is damaged`);
});
