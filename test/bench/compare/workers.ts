import { vaultWork } from '../jobs.ts';
import { measure } from '../measure.ts';
import { startSubjects } from '../subjects.ts';
import { count, percent } from '../table.ts';
import { inTurns, type Measuring } from './calls.ts';
import type { Build } from './revision.ts';
import { against, type Row } from './row.ts';
import { figure, note, type Samples } from './samples.ts';

const connections = 64;

/**
 * Masked reads of this build with two workers, against one process of the other. The generator needs a core too: where there are only
 * two, the reads for each second of the vault's processor time say what workers cost, and the reads a second what is left for them.
 */
export const workers = async (
  { generator, rounds, seconds }: Measuring,
  builds: Readonly<Record<'before' | 'now', Build>>,
): Promise<Row[]> => {
  const samples: Samples = new Map();
  const before = await startSubjects(undefined, builds.before.cli);
  try {
    const now = await startSubjects(undefined, builds.now.cli, ['--workers', '2']);
    try {
      const both = { before, now };
      const run = async (name: keyof typeof both, load: { seconds: number }) => {
        const work = vaultWork(both[name], both[name].ids.length).maskedRead;
        return await measure(generator, both[name].vault, { ...work, connections, load });
      };
      for (const name of ['before', 'now'] as const) await run(name, { seconds: seconds / 2 });
      await inTurns(rounds, both, async (name) => {
        const { perSecond, used, processor } = await run(name, { seconds });
        note(samples, `rate ${name}`, perSecond);
        note(samples, `processor ${name}`, 1_000_000 / used);
        note(samples, `generator ${name}`, processor / (seconds * 1000));
      });
    } finally {
      await now.remove();
    }
  } finally {
    await before.remove();
  }
  const row = (what: string) => ({ before: figure(samples, `${what} before`), now: figure(samples, `${what} now`) });
  const { before: least, now: most } = row('generator');
  return [
    against(
      {
        what: `masked reads a second, one process and two workers (the generator takes ${percent(least)} and ${percent(most)} of a core)`,
        ...{ ...row('rate'), write: count },
      },
      { least: 1.7, words: '≥ 1.7 ×' },
    ),
    {
      what: "masked reads for a second of the vault's processor time",
      ...{ ...row('processor'), write: count, goal: '–', reached: 0 },
    },
  ];
};
