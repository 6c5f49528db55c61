import { ApiError } from '../problem.ts';

/** How many reactions there may be in one process, those under way included, and the characters of their arguments. */
export interface QueueBounds {
  tenant: { reactions: number; characters: number; atOnce: number };
  process: { reactions: number; characters: number; atOnce: number };
}

const queueBounds: QueueBounds = {
  tenant: { reactions: 100, characters: 8_388_608, atOnce: 4 },
  process: { reactions: 1000, characters: 33_554_432, atOnce: 16 },
};

/** A reaction of this process. Neither may reject. */
export interface Job {
  run(): Promise<void>;
  /** Called in place of `run` where the process stops first. */
  abandon(): Promise<void>;
}

/** Room for one reaction. Exactly one of the two is called. */
export interface QueuePlace {
  fill(job: Job): void;
  leave(): void;
}

export interface ReactionQueue {
  /** Throws 429 where there is no room. */
  enter(tenantId: string, characters: number): QueuePlace;
  /** Resolves once nothing waits or runs. */
  settled(): Promise<void>;
  /** Abandons what waits, and resolves when what is under way has ended. */
  close(): Promise<void>;
}

interface Load {
  reactions: number;
  characters: number;
  running: number;
}

const nothing = (): Load => ({ reactions: 0, characters: 0, running: 0 });

const full = (what: string) =>
  new ApiError('rate-limited', `Too many reactions of this ${what} wait or run already.`, {
    headers: { 'Retry-After': '1' },
  });

/** Runs reactions after the answers to their requests, a few at a time. Tenants take turns. */
export const reactionQueue = ({ tenant, process }: QueueBounds = queueBounds): ReactionQueue => {
  const all = nothing();
  const loads = new Map<string, Load>();
  /** Those that wait, by tenant. The tenant whose turn it is comes first. */
  const lines = new Map<string, (() => Promise<void>)[]>();
  const abandons = new Set<() => Promise<void>>();
  const underWay = new Set<Promise<void>>();
  let isClosed = false;

  const startNext = (): void => {
    for (const [tenantId, line] of lines) {
      if (all.running >= process.atOnce || isClosed) return;
      if ((loads.get(tenantId)?.running ?? 0) >= tenant.atOnce) continue;
      const start = line.shift();
      lines.delete(tenantId);
      if (line.length > 0) lines.set(tenantId, line);
      if (!start) continue;
      const done = start().finally(() => {
        underWay.delete(done);
        startNext();
      });
      underWay.add(done);
    }
  };

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    enter: (tenantId, characters) => {
      const load = loads.get(tenantId) ?? nothing();
      for (const [what, now, most] of [
        ['tenant', load, tenant],
        ['vault', all, process],
      ] as const) {
        if (now.reactions >= most.reactions || now.characters + characters > most.characters) throw full(what);
      }
      loads.set(tenantId, load);
      const add = (name: keyof Load, more: number): void => {
        load[name] += more;
        all[name] += more;
      };
      add('reactions', 1);
      add('characters', characters);
      const leave = (): void => {
        add('reactions', -1);
        add('characters', -characters);
        if (load.reactions === 0) loads.delete(tenantId);
      };
      const start = async ({ run, abandon }: Job): Promise<void> => {
        abandons.delete(abandon);
        add('running', 1);
        try {
          await run();
        } finally {
          add('running', -1);
          leave();
        }
      };
      return {
        leave,
        fill: (job) => {
          abandons.add(job.abandon);
          lines.set(tenantId, [...(lines.get(tenantId) ?? []), () => start(job)]);
          startNext();
        },
      };
    },
    settled,
    close: async () => {
      isClosed = true;
      await Promise.all([...abandons].map((abandon) => abandon()));
      await settled();
    },
  };
};
