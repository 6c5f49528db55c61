import { gathering, type Verdict } from '../keys/shares/gathering.ts';
import { shareSet } from '../keys/shares/share-set.ts';
import type { Store } from '../store/port.ts';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** What is told about a share that does not help. */
export const objections: Readonly<Record<Exclude<Verdict, 'taken'>, string>> = {
  repeated: 'This share was given before. Another one is needed.',
  malformed: 'This is no share, or it was mistyped. A share begins with "share1".',
  foreign: 'This share is of another root key, or of shares that were renewed since.',
  wrong: 'This is not the share that it says it is. It was changed, or made up.',
};

/** How many shares may be refused before a command ends. */
const mostRefused = 20;

/** What the key database knows of the shares. Throws `CommandError` if the root key is not shared. */
export const sharesOf = async (keys: Store) => {
  const set = await shareSet(keys);
  if (set) return set;
  throw new CommandError('The root key of this vault is not in shares. To split it: tessera-vault keys shares create');
};

/** Asks for shares, one by one, until they give the root key. What is typed is not shown. */
export const askForShares = async (keys: Store, terminal: Pick<Terminal, 'err' | 'secret'>): Promise<Uint8Array> => {
  const gathered = gathering(await sharesOf(keys));
  try {
    let refused = 0;
    while (gathered.given() < gathered.need) {
      const text = await terminal.secret(`Share ${gathered.given() + 1} of ${gathered.need}: `);
      if (text === undefined) throw new CommandError('Not enough shares were given; nothing was changed.');
      const verdict = gathered.add(text);
      if (verdict === 'taken') continue;
      refused += 1;
      terminal.err(`${objections[verdict]}\n`);
      if (refused === mostRefused) throw new CommandError('Too many shares were refused; nothing was changed.');
    }
    return await gathered.rootKey();
  } finally {
    gathered.forget();
  }
};
