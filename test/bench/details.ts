import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { middle } from './compare/samples.ts';
import { fill } from './fill.ts';
import type { Generator } from './generator.ts';
import { vaultWork } from './jobs.ts';
import { measure } from './measure.ts';
import { importBins, initVault, makeKeys, serveVault } from './subjects.ts';
import { count, microseconds, type Table } from './table.ts';
import type { Settings } from './throughput.ts';

/**
 * What the details of a card (`card` in answers) cost a read, with a table of BINs: a vault beside one of the same build that tells none,
 * in turns.
 */
export const detailsCost = async (generator: Generator, { seconds, rounds, connections }: Settings): Promise<Table> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const [data, copy] = [join(folder, 'vault'), join(folder, 'copy')];
  const { key } = initVault(data);
  importBins(data);
  const first = await serveVault(data, join(folder, 'first.log'));
  const keys = await makeKeys(first, key);
  const ids = await fill(first, keys.plain, 0, 1000, 1);
  await first.stop();
  cpSync(data, copy, { recursive: true });
  const without = new URL('./without-details.ts', import.meta.url).href;
  const vaults = {
    without: await serveVault(copy, join(folder, 'without.log'), { imports: [without] }),
    with: await serveVault(data, join(folder, 'with.log')),
  };
  try {
    const rows: string[][] = [];
    for (const [name, what] of [
      ['plainRead', 'read in plaintext'],
      ['maskedRead', 'read masked'],
    ] as const) {
      const used = { without: [] as number[], with: [] as number[] };
      const rates = { without: [] as number[], with: [] as number[] };
      // The first round of each is a warm-up and does not count.
      for (let round = 0; round <= rounds; round += 1) {
        const load = { seconds: round === 0 ? seconds / 2 : seconds };
        for (const side of ['without', 'with'] as const) {
          const vault = vaults[side];
          const job = vaultWork({ vault, keys, ids }, ids.length)[name];
          const measured = await measure(generator, vault, { ...job, connections, load });
          if (round === 0) continue;
          used[side].push(measured.used);
          rates[side].push(measured.perSecond);
        }
      }
      const [least, most] = [middle(used.without), middle(used.with)];
      rows.push([
        what,
        count(middle(rates.without)),
        count(middle(rates.with)),
        microseconds(least),
        microseconds(most),
        `${((most / least - 1) * 100).toFixed(1)} %`,
        '≤ 3 %',
      ]);
    }
    return {
      title: `Card reads a second without and with details, middle of ${rounds} rounds of ${seconds} s in turns`,
      head: ['', 'without', 'with', 'CPU without', 'CPU with', 'more CPU', 'goal'],
      rows,
    };
  } finally {
    for (const vault of Object.values(vaults)) await vault.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
