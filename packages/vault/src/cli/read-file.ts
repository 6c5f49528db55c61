import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { systemFault } from '../store/system-fault.ts';
import { CommandError } from './command-error.ts';

/** The bytes of a file, at most one more than `largest`, also of one that never ends, such as a pipe. */
const bytesOf = (file: string, largest: number): Buffer => {
  const from = openSync(file, 'r');
  try {
    const parts: Buffer[] = [];
    for (let left = largest + 1; left > 0; ) {
      const part = Buffer.alloc(Math.min(left, 1_048_576));
      const size = readSync(from, part);
      if (size === 0) break;
      parts.push(part.subarray(0, size));
      left -= size;
    }
    return Buffer.concat(parts);
  } finally {
    closeSync(from);
  }
};

/** Reads a text file that a flag names: `readText(file, '--tls-cert')`. Throws `CommandError`, also if it is larger than `largest`. */
export const readText = (file: string, flag: string, largest?: number): string => {
  let bytes: Buffer;
  try {
    bytes = largest === undefined ? readFileSync(file) : bytesOf(file, largest);
  } catch (error) {
    throw new CommandError(`${flag} ${file} cannot be read: ${systemFault(error)}.`);
  }
  if (largest === undefined || bytes.length <= largest) return bytes.toString('utf8');
  throw new CommandError(`${flag} ${file} is larger than ${largest} bytes.`);
};

/** The same for JSON. Errors do not repeat the text, which may contain a card number or a secret. */
export const readJson = (file: string, flag: string): unknown => {
  const text = readText(file, flag);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${flag} ${file} is not JSON.`);
  }
};
