import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { CommandError } from './command-error.ts';
import { readText } from './read-file.ts';

/** Milliseconds between two looks at the file. */
const pause = 1000;

const read = (file: string): readonly string[] => {
  const ca = readText(file, '--egress-ca');
  try {
    void new X509Certificate(ca);
  } catch {
    throw new CommandError(`--egress-ca ${file} holds no certificates in PEM.`);
  }
  return [...getCACertificates('default'), ca];
};

/** Whether two looks at a file saw the same. One that is replaced by another gets another number. */
const stampOf = (file: string): string => {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
};

/**
 * Node's authorities and those of a file, which is read again when it has changed. A change that cannot be used is told to `warn`, and
 * the authorities stay those from before. Throws `CommandError` where the file cannot be used at the start.
 */
export const authoritiesOf = (
  file: string,
  { warn, clock }: { warn: (message: string) => void; clock: () => number },
): (() => readonly string[]) => {
  let list = read(file);
  let stamp = stampOf(file);
  let looked = clock();
  const look = (): void => {
    const now = stampOf(file);
    if (now === stamp) return;
    stamp = now;
    list = read(file);
  };
  return () => {
    if (clock() - looked < pause) return list;
    looked = clock();
    try {
      look();
    } catch {
      warn('--egress-ca has changed and cannot be read any more; the authorities from before are used');
    }
    return list;
  };
};
