import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import { createEffort, type EffortLimits, effortLimits } from '../effort/effort.ts';
import { createTurns } from '../effort/turns.ts';
import type { Holding } from '../limits/bytes-in-flight.ts';
import { type CodeCallOptions, codeCalls } from './code-calls.ts';

export interface WorkOptions extends CodeCallOptions {
  /** What a request may make the vault do. */
  effort?: Partial<EffortLimits> | undefined;
}

/** One request, as far as its work depends on it. */
interface Asked {
  caller: Caller;
  holding: Holding;
  address: string;
  trace: string;
  /** Commits what calls of code write. */
  commit: Context['commit'];
  /** Throws if nobody waits for the answer any more. */
  assertWanted?: () => void;
}

/** What a handler gets to do its work with, and what code gets that runs for it. */
export const workOf = ({ effort: limits, ...options }: WorkOptions) => {
  const turns = createTurns();
  const most = { ...effortLimits, ...limits };
  const callsOf = codeCalls(options);

  return (asked: Asked): Pick<Context, 'caller' | 'effort' | 'trace' | 'creates' | 'callAs'> => {
    const { caller, holding, address, trace, commit, assertWanted } = asked;
    const { tenantId } = caller;
    const turn = { turns, group: tenantId, occupy: holding.grow };
    const effort = createEffort({ ...turn, limits: most, ...(assertWanted && { assertWanted }) });
    let ofCode: Context['callAs'] | undefined;
    return {
      ...{ caller, effort, trace },
      creates: async (creation) => await options.create(caller, address, creation),
      callAs: async (applicationId, call) => {
        // All calls of code together have what is left to the request, and leave it what it needs to tell what became of them.
        const left = { ...most, steps: Math.max(0, most.steps - effort.steps) };
        ofCode ??= callsOf({
          tenantId,
          address,
          trace,
          origin: caller.origin,
          commit,
          effort: createEffort({ ...turn, limits: left }),
        });
        return await ofCode(applicationId, call);
      },
    };
  };
};
