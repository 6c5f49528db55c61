import { openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemFault } from './system-fault.ts';

it('what the system refuses is said in words, with its code, and without the message, which may quote a path', () => {
  const faultOf = (run: () => unknown) => {
    try {
      return expect.unreachable(String(run()));
    } catch (error) {
      return systemFault(error);
    }
  };
  expect(faultOf(() => openSync('/nowhere/at/all', 'r'))).toBe('there is no such file or folder (ENOENT)');
  expect(faultOf(() => openSync('/', 'w'))).toBe('it is a folder (EISDIR)');
  const withCode = (code: string) => Object.assign(new Error('/secret/path'), { code });
  expect(systemFault(withCode('EACCES'))).toMatch(/^the user that runs this has no right to it.*\(EACCES\)$/);
  expect(systemFault(withCode('ENOSPC'))).toBe('the disk is full (ENOSPC)');
  expect(systemFault(withCode('EIO'))).toBe('the system refuses it (EIO)');
  expect(systemFault('odd')).toBe('the system refuses it (unknown)');
});
