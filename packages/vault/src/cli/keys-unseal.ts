import { dataDirFiles } from '../storage/data-dir.ts';
import { objections } from './ask-for-shares.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { askOnSocket, type Standing } from './unseal-socket.ts';

const progress = ({ given, need }: Standing): string => `${given} of ${need} shares were given`;

export const keysUnseal = command('keys unseal', {
  summary: 'gives shares of the root key to a vault that serves',
  flags: ['data-dir', 'config', 'json'],
  notes: [
    'Shares are asked for one by one and not shown, or read from standard input, one a line. Custodians',
    'may come one after the other: what was given stays with the vault, until it is opened or sealed.',
  ],
  run: async ({ 'data-dir': dataDir, json }, terminal) => {
    const vault = await askOnSocket(dataDirFiles(dataDir).unseal);
    try {
      let standing = await vault.ask({ ask: 'status' });
      while (standing.sealed) {
        const share = await terminal.secret(`Share (${progress(standing)}): `);
        if (share === undefined) break;
        standing = await vault.ask({ ask: 'share', share });
        const { verdict, failed } = standing;
        if (failed) break;
        if (verdict !== undefined && verdict !== 'taken') terminal.err(`${objections[verdict]}\n`);
      }
      const { sealed, given, need } = standing;
      terminal.out(
        json
          ? `${JSON.stringify({ sealed, given, need })}\n`
          : sealed
            ? `The vault is sealed; ${progress(standing)}.\n`
            : 'The vault is open.\n',
      );
      if (standing.failed) {
        throw new CommandError(
          'Enough shares were given, and the keys could not be opened. The log of the vault says why.',
        );
      }
      if (standing.verdict !== undefined && standing.verdict !== 'taken') {
        throw new CommandError('The last share was not taken.');
      }
    } finally {
      vault.close();
    }
  },
});

export const keysSeal = command('keys seal', {
  summary: 'has a vault that serves forget its root key and all others',
  flags: ['data-dir', 'config', 'json'],
  notes: ['Calls are answered with 503 until enough shares were given again: keys unseal.'],
  run: async ({ 'data-dir': dataDir, json }, terminal) => {
    const vault = await askOnSocket(dataDirFiles(dataDir).unseal);
    try {
      await vault.ask({ ask: 'seal' });
      terminal.out(json ? `${JSON.stringify({ sealed: true })}\n` : 'The vault is sealed.\n');
    } finally {
      vault.close();
    }
  },
});
