import type { BinRange } from '../bins/bin-range.ts';
import { ImportOvertaken, importBins } from '../bins/import-bins.ts';
import { BinFileError, readBins } from '../bins/read-bins.ts';
import { pooledRandom } from '../keys/random.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { count, progressLines } from './progress.ts';
import { readText } from './read-file.ts';
import { storageOf } from './storage.ts';

/** Bytes of the largest file: some hundred for each of a million lines. */
const largest = 128 * 1024 * 1024;

const rangesIn = (file: string): BinRange[] => {
  try {
    return readBins(readText(file, '--file', largest));
  } catch (error) {
    if (error instanceof BinFileError) throw new CommandError(`--file ${file}: ${error.message}`);
    throw error;
  }
};

export const binsImport = command('bins import', {
  summary: 'replaces the table of what is known of card numbers by their first digits',
  flags: ['file', 'data-dir', 'database-url', 'config', 'json'],
  bare: 'file',
  notes: [
    'The first line names the columns: bin, and any of brand, funding, segment, issuer, country.',
    'A bin is 6 to 11 digits or a range of them (400000-400099), funding is credit, debit or prepaid,',
    'country is two letters. An empty field is not known. Vaults that serve use the new table within a',
    'second. See docs/operations.md.',
  ],
  run: async ({ file, json, ...values }, terminal) => {
    const ranges = rangesIn(file);
    const storage = storageOf(values);
    await storage.assertInitialised();
    const { data, close } = await storage.open({ clock: Date.now, random: pooledRandom() });
    try {
      const progress = progressLines(terminal);
      await importBins(data, ranges, (done) => progress('ranges', done, ranges.length));
    } catch (error) {
      if (error instanceof ImportOvertaken) throw new CommandError(error.message);
      throw error;
    } finally {
      await close();
    }
    terminal.out(
      json
        ? `${JSON.stringify({ ranges: ranges.length })}\n`
        : `Ranges of card numbers in the table: ${count(ranges.length)}\n`,
    );
  },
});
