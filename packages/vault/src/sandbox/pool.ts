import type { After } from '../timers.ts';
import { type Form, forms, isThere } from './launch.ts';
import type { SandboxLimits } from './limits.ts';
import { startWorker, type Worker, WorkerGoneError } from './worker.ts';

/** Too many calls of a tenant wait already. */
export class SandboxBusyError extends Error {
  override readonly name = 'SandboxBusyError';
}

/** No process can be started in which formulas could run. */
export class SandboxUnavailableError extends Error {
  override readonly name = 'SandboxUnavailableError';
}

/** A process, whose it is, and how much it has done. */
interface Member {
  worker: Worker;
  tenant: string | undefined;
  calls: number;
  busy: boolean;
}

interface Waiting {
  tenant: string;
  take(): void;
}

/** A process that runs one call and is given back afterwards. */
export interface Lease {
  worker: Worker;
  /** `fit` says whether it may run another call of the same tenant. */
  release(fit: boolean): void;
}

/**
 * The processes of a vault. One runs a single call at a time and only ever works for one tenant; it is replaced after an abort, after
 * many calls, and when another tenant needs its place.
 */
export const createPool = (limits: SandboxLimits, after: After) => {
  const members = new Set<Member>();
  const running = new Map<string, number>();
  const queue: Waiting[] = [];
  let starting = 0;
  let closed = false;
  let form: Promise<Form> | undefined;
  let spare = false;

  /** The form with most walls that this machine allows, found by trying. The process that proved it is the first one. */
  const findForm = async (): Promise<Form> => {
    for (const each of forms.filter(isThere)) {
      try {
        const worker = await startWorker(each, after);
        adopt(worker);
        return each;
      } catch (error) {
        if (!(error instanceof WorkerGoneError)) throw error;
      }
    }
    throw new SandboxUnavailableError('No process for formulas can be started on this machine.');
  };

  const adopt = (worker: Worker): Member => {
    const member: Member = { worker, tenant: undefined, calls: 0, busy: false };
    members.add(member);
    if (closed) worker.kill();
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

  /** A process for nobody yet, taken at once, so that no two calls get the same one. */
  const start = async (): Promise<Member> => {
    form ??= findForm();
    form.catch(() => {
      form = undefined;
    });
    const found = await form;
    const member = idle(undefined) ?? adopt(await startWorker(found, after));
    member.busy = true;
    return member;
  };

  const idle = (tenant: string | undefined): Member | undefined =>
    [...members].find((member) => !member.busy && member.tenant === tenant);

  const place = (): boolean => members.size + starting < limits.processes;

  /** A process that works for nobody now; another tenant's is ended for its place. */
  const makePlace = (): boolean => {
    if (place()) return true;
    const other = [...members].find(({ busy }) => !busy);
    if (other) remove(other);
    return place();
  };

  /** Keeps a process ready for whoever comes next. */
  const prepare = (): void => {
    if (spare || closed || limits.spare === 0 || idle(undefined) || !place()) return;
    spare = true;
    starting += 1;
    start()
      .then((member) => {
        member.busy = false;
      })
      .catch(() => undefined)
      .finally(() => {
        spare = false;
        starting -= 1;
        next();
      });
  };

  const count = (tenant: string, by: 1 | -1): void => {
    const after = (running.get(tenant) ?? 0) + by;
    if (after === 0) running.delete(tenant);
    else running.set(tenant, after);
  };

  const mayRun = (tenant: string): boolean =>
    (running.get(tenant) ?? 0) < limits.perTenant &&
    (idle(tenant) !== undefined || idle(undefined) !== undefined || place() || [...members].some(({ busy }) => !busy));

  /** Lets the oldest call begin whose tenant does not run all it may; that one lets the next begin when it has its process. */
  const next = (): void => {
    const at = closed ? 0 : queue.findIndex(({ tenant }) => mayRun(tenant));
    if (at >= 0) queue.splice(at, 1)[0]?.take();
  };

  /** Until a call is let through; one that was, and was overtaken, waits at the front. */
  const wait = (tenant: string, overtaken: boolean): Promise<void> => {
    if (!overtaken && queue.filter((each) => each.tenant === tenant).length >= limits.waiting) {
      throw new SandboxBusyError(`At most ${limits.waiting} calls of a tenant can wait.`);
    }
    return new Promise((take) => {
      if (overtaken) queue.unshift({ tenant, take });
      else queue.push({ tenant, take });
    });
  };

  /** A process for a call, already marked as taken when the turn is given back. */
  const take = async (tenant: string): Promise<Member> => {
    const own = idle(tenant) ?? idle(undefined);
    if (own) {
      own.busy = true;
      return own;
    }
    makePlace();
    starting += 1;
    try {
      return await start();
    } finally {
      starting -= 1;
    }
  };

  return {
    acquire: async (tenant: string): Promise<Lease> => {
      for (let waited = false; !closed && !mayRun(tenant); waited = true) await wait(tenant, waited);
      if (closed) throw new SandboxUnavailableError('The vault is shutting down.');
      count(tenant, 1);
      let member: Member;
      try {
        const taken = take(tenant);
        next();
        member = await taken;
      } catch (error) {
        count(tenant, -1);
        next();
        throw error;
      }
      member.tenant = tenant;
      member.calls += 1;
      next();
      prepare();
      return {
        worker: member.worker,
        release: (fit) => {
          member.busy = false;
          count(tenant, -1);
          if (!fit || member.calls >= limits.calls) remove(member);
          next();
          prepare();
        },
      };
    },
    /** Processes there are. */
    size: (): number => members.size,
    walls: async () => {
      const [ready] = members;
      if (ready) return ready.worker.walls;
      const member = await start();
      member.busy = false;
      return member.worker.walls;
    },
    close: async (): Promise<void> => {
      closed = true;
      for (const { take: wake } of queue.splice(0)) wake();
      const all = [...members];
      for (const member of all) remove(member);
      await Promise.all(all.map(({ worker }) => worker.gone));
    },
  };
};
