import type { Generator } from '../generator.ts';
import type { Job } from '../job.ts';
import { count, milliseconds } from '../table.ts';
import type { Destination } from './destination.ts';
import { against, type Row } from './row.ts';
import { figure, note, type Samples } from './samples.ts';
import type { Subject } from './subject.ts';

/** What is measured with, and how long. */
export interface Measuring {
  generator: Generator;
  destination: Destination;
  rounds: number;
  /** Calls of a round that are sent one after the other. */
  calls: number;
  /** Seconds of a round that are sent side by side. */
  seconds: number;
}

export interface Subjects {
  before: Subject;
  now: Subject;
}

type Work = Omit<Job, 'connections' | 'load'>;

const straight = ({ url, authority }: Destination): Work => ({
  origin: url,
  authority,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  requests: [{ path: '/', body: JSON.stringify({ amount: 4200, card: { number: '4242424242424242' } }) }],
  status: 200,
});

/** Takes turns between both builds, and between who of them comes first. */
export const inTurns = async <Of>(
  rounds: number,
  { before, now }: Readonly<Record<'before' | 'now', Of>>,
  measure: (name: 'before' | 'now', subject: Of) => Promise<void>,
): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    const pair = [['before', before] as const, ['now', now] as const];
    for (const [name, subject] of round % 2 === 0 ? pair : pair.toReversed()) await measure(name, subject);
  }
};

/** Charges through the proxy, one after the other and sixteen side by side. */
export const proxied = async (
  { generator, destination, rounds, calls, seconds }: Measuring,
  subjects: Subjects,
): Promise<Row[]> => {
  const samples: Samples = new Map();
  const oneByOne = async (what: string, work: Work, requests: number) => {
    const { p50 } = await generator.run({ ...work, connections: 1, load: { requests } });
    note(samples, what, p50);
  };
  const sideBySide = async (what: string, work: Work) => {
    const { perSecond } = await generator.run({ ...work, connections: 16, load: { seconds } });
    note(samples, what, perSecond);
  };
  for (const { work } of [subjects.before, subjects.now])
    await generator.run({ ...work.charge, connections: 16, load: { seconds } });
  await inTurns(rounds, subjects, async (name, { work }) => {
    await oneByOne('straight', straight(destination), 5 * calls);
    await oneByOne(`read ${name}`, work.read, 5 * calls);
    await oneByOne(`charge ${name}`, work.charge, calls);
    await sideBySide(`charges ${name}`, work.charge);
  });
  const of = (what: string) => figure(samples, what);
  const least = of('straight') + of('read now');
  return [
    against(
      { what: 'proxied charge, p50', before: of('charge before'), now: of('charge now'), write: milliseconds },
      { most: 1 / 8, words: '≤ 1/8' },
    ),
    {
      what: `against ${milliseconds(of('straight'))} straight over kept connections + ${milliseconds(of('read now'))} plaintext read`,
      before: least,
      now: of('charge now'),
      write: milliseconds,
      goal: '≤ 2 ×',
      reached: of('charge now') / least / 2,
    },
    against(
      {
        what: 'proxied charges a second, 16 side by side',
        before: of('charges before'),
        now: of('charges now'),
        write: count,
      },
      { least: 20, words: '≥ 20 ×' },
    ),
  ];
};

/** Reactions one after the other. */
export const reactions = async ({ generator, rounds, calls }: Measuring, subjects: Subjects): Promise<Row[]> => {
  const samples: Samples = new Map();
  const oneByOne = async (what: string, work: Work) => {
    const { p50 } = await generator.run({ ...work, connections: 1, load: { requests: calls } });
    note(samples, what, p50);
  };
  for (const { work } of [subjects.before, subjects.now])
    for (const warm of [work.react, work.reactAndCharge, work.charge])
      await generator.run({ ...warm, connections: 1, load: { requests: 20 } });
  await inTurns(rounds, subjects, async (name, { work }) => {
    await oneByOne(`react ${name}`, work.react);
    await oneByOne(`react and charge ${name}`, work.reactAndCharge);
    await oneByOne(`charge ${name}`, work.charge);
  });
  const of = (what: string) => figure(samples, what);
  return [
    against(
      {
        what: 'reaction that calls nobody, p50',
        before: of('react before'),
        now: of('react now'),
        write: milliseconds,
      },
      { most: 1 / 6, words: '≤ 1/6' },
    ),
    against(
      {
        what: 'reaction that charges, p50',
        before: of('react and charge before'),
        now: of('react and charge now'),
        write: milliseconds,
      },
      { most: 1 / 5, words: '≤ 1/5' },
    ),
    {
      what: 'against the proxied charge',
      before: of('charge now'),
      now: of('react and charge now'),
      write: milliseconds,
      goal: '≤ 2.5 ×',
      reached: of('react and charge now') / of('charge now') / 2.5,
    },
  ];
};
