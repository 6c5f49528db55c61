import type { SandboxLimits } from './limits.ts';
import { turns } from './turns.ts';
import type { Worker } from './worker.ts';

/** Too many calls of a tenant wait already. */
export class SandboxBusyError extends Error {
  override readonly name = 'SandboxBusyError';
}

/** No process can be started in which formulas could run. */
export class SandboxUnavailableError extends Error {
  override readonly name = 'SandboxUnavailableError';
}

/** A process, the tenant that it works for, and how many calls it has run. */
interface Member {
  worker: Worker;
  tenant: string | undefined;
  calls: number;
  busy: boolean;
}

/** A call that waits for its process. */
interface Waiting {
  tenant: string;
  begin(turn: { member: Promise<Member> }): void;
  refuse(error: Error): void;
}

/** A process that runs one call and is given back afterwards. */
export interface Lease {
  worker: Worker;
  /** `fit` says whether it may run another call of the same tenant. */
  release(fit: boolean): void;
}

/**
 * The processes of a vault. One runs a single call at a time and only ever works for one tenant; it is replaced after an abort, after
 * many calls, and when another tenant needs its place. Tenants take turns: the one with the fewest calls under way comes first.
 */
export const createPool = (limits: SandboxLimits, start: (closed: AbortSignal) => Promise<Worker>) => {
  const members = new Set<Member>();
  const queue = turns<Waiting>();
  let starting = 0;
  let preparing = false;
  const closing = new AbortController();
  const { signal: closed } = closing;

  const adopt = (worker: Worker): Member => {
    const member: Member = { worker, tenant: undefined, calls: 0, busy: true };
    members.add(member);
    if (closed.aborted) worker.kill();
    void worker.gone.then(() => {
      members.delete(member);
      next();
    });
    return member;
  };

  const remove = (member: Member): void => {
    members.delete(member);
    member.worker.kill();
  };

  const idle = (tenant: string | undefined): Member | undefined =>
    [...members].find((member) => !member.busy && member.tenant === tenant);

  const hasPlace = (): boolean => members.size + starting < limits.processes;

  /** Starts a process for nobody yet, which counts as busy. */
  const startMember = async (): Promise<Member> => {
    starting += 1;
    try {
      return adopt(await start(closed));
    } finally {
      starting -= 1;
    }
  };

  /** Keeps a process ready for whoever comes next. */
  const prepare = (): void => {
    if (preparing || closed.aborted || limits.spare === 0 || idle(undefined) || !hasPlace()) return;
    preparing = true;
    startMember()
      .then((member) => {
        member.busy = false;
      })
      .catch(() => undefined)
      .finally(() => {
        preparing = false;
        next();
      });
  };

  const mayRun = (tenant: string): boolean =>
    queue.running(tenant) < limits.perTenant && (hasPlace() || [...members].some(({ busy }) => !busy));

  /** A process for a call: one that worked for the tenant or for nobody, else a new one, for which another tenant's may have to end. */
  const take = (tenant: string): Promise<Member> => {
    const own = idle(tenant) ?? idle(undefined);
    if (own) {
      own.busy = true;
      return Promise.resolve(own);
    }
    const other = hasPlace() ? undefined : [...members].find(({ busy }) => !busy);
    if (other) remove(other);
    return startMember();
  };

  /** Lets calls begin for as long as there are processes for them. */
  const next = (): void => {
    for (let waiting = queue.next(mayRun); waiting; waiting = queue.next(mayRun))
      waiting.begin({ member: take(waiting.tenant) });
  };

  const release = (member: Member, tenant: string, fit: boolean): void => {
    member.busy = false;
    queue.end(tenant);
    if (!fit || member.calls >= limits.calls) remove(member);
    next();
    prepare();
  };

  const shutDown = () => new SandboxUnavailableError('The vault is shutting down.');

  /** The turn of a call. Throws `SandboxBusyError` where more of the tenant wait than may. */
  const turn = (tenant: string): Promise<{ member: Promise<Member> }> =>
    new Promise((begin, refuse) => {
      const waiting: Waiting = { tenant, begin, refuse };
      queue.add(tenant, waiting);
      next();
      if (queue.waiting(tenant) <= limits.waiting) return;
      queue.remove(tenant, waiting);
      refuse(new SandboxBusyError(`At most ${limits.waiting} calls of a tenant can wait.`));
    });

  return {
    /** Throws `SandboxBusyError` where too many calls of the tenant wait, `SandboxUnavailableError` where no process can be had. */
    acquire: async (tenant: string): Promise<Lease> => {
      if (closed.aborted) throw shutDown();
      const begun = await turn(tenant);
      let member: Member;
      try {
        member = await begun.member;
      } catch (error) {
        queue.end(tenant);
        next();
        throw error;
      }
      member.tenant = tenant;
      member.calls += 1;
      prepare();
      return { worker: member.worker, release: (fit) => release(member, tenant, fit) };
    },
    /** Processes there are. */
    size: (): number => members.size,
    walls: async () => {
      const [ready] = members;
      if (ready) return ready.worker.walls;
      const member = await startMember();
      member.busy = false;
      next();
      return member.worker.walls;
    },
    close: async (): Promise<void> => {
      closing.abort();
      for (const { refuse } of queue.clear()) refuse(shutDown());
      const all = [...members];
      for (const member of all) remove(member);
      await Promise.all(all.map(({ worker }) => worker.gone));
    },
  };
};
