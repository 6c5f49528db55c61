import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
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

/** Characters of a line beyond which its rest is left out: no line of ours comes near. */
const longestLine = 1_048_576;

/**
 * The lines of a text file that a flag names, of whatever size: logs are larger than a text may be. Throws `CommandError` where it cannot
 * be read.
 */
export function* readLines(file: string, flag: string): Generator<string, void> {
  let from: number | undefined;
  try {
    from = openSync(file, 'r');
    const chunk = Buffer.alloc(1_048_576);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let size = readSync(from, chunk); size > 0; size = readSync(from, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, size))).split('\n');
      rest = lines.pop()?.slice(0, longestLine) ?? '';
      yield* lines;
    }
    yield rest + decoder.end();
  } catch (error) {
    throw new CommandError(`${flag} ${file} cannot be read: ${systemFault(error)}.`);
  } finally {
    if (from !== undefined) closeSync(from);
  }
}

/** What a JSON file that a flag names holds. Errors do not repeat the text, which may contain a card number or a secret. */
export const readJson = (file: string, flag: string): unknown => {
  const text = readText(file, flag);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${flag} ${file} is not JSON.`);
  }
};
