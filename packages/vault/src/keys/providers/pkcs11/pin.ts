import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { systemFault } from '../../../store/system-fault.ts';
import { RootKeyError } from '../../errors.ts';

/** The PIN in a file that its owner alone may read. Errors name the file and nothing in it. */
export const readPinFile = (path: string): string => {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new RootKeyError('missing', `The file of the PIN, ${path}, cannot be read: ${systemFault(error)}.`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > 1024) {
      throw new RootKeyError('malformed', `${path} does not hold a PIN: one line of up to 255 bytes is expected.`);
    }
    // Windows has no such bits; there the folder's own access list decides.
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8);
      throw new RootKeyError(
        'exposed',
        `The file of the PIN, ${path}, may be read by others (mode 0${mode}). Run: chmod 600 ${path}`,
      );
    }
    // A line end behind it is not part of it; blanks may be.
    const pin = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (pin !== '' && !/[\r\n\0]/.test(pin) && Buffer.byteLength(pin) <= 255) return pin;
    throw new RootKeyError('malformed', `${path} does not hold a PIN: one line of up to 255 bytes is expected.`);
  } finally {
    closeSync(file);
  }
};
