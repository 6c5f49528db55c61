import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { rootKeyFromFile } from './root-key-sources.ts';

it('a root key that this user has no right to is not said to be lost', () => {
  const path = join(temporaryFolder(), 'root.key');
  expect(() => rootKeyFromFile(path)).toThrow('(ENOENT). Put it back from where you keep it');
  const { openSync } = fs;
  onTestFinished(() => {
    fs.openSync = openSync;
    syncBuiltinESMExports();
  });
  // Whoever runs tests as root has every right.
  fs.openSync = () => {
    throw Object.assign(new Error('refused'), { code: 'EACCES' });
  };
  syncBuiltinESMExports();
  expect(() => rootKeyFromFile(path)).toThrow('(EACCES). It belongs to the user that runs the vault.');
});
