import { type After, afterwards } from '../timers.ts';
import type {
  End,
  FetchRequest,
  FetchResponse,
  InnerLimits,
  Limit,
  Order,
  Settled,
  Turn,
  Walls,
} from './inside/protocol.ts';
import { MalformedError, readTurn } from './inside/reading.ts';
import { defaultLimits, type SandboxLimits } from './limits.ts';
import { createPool } from './pool.ts';
import { processStarter } from './start.ts';
import { type Worker, WorkerGoneError } from './worker.ts';

/** What became of a call: how the code ended it, or what it took too much of. */
export type Outcome = Exclude<End, { kind: 'stopped' }> | { kind: 'stopped'; by: Limit | 'wall' };

export interface FormulaCall {
  /** Whose code it is: processes are never shared between tenants. */
  tenantId: string;
  code: string;
  /** The one argument of the function, as JSON. */
  context: string;
  /** Does a request of the code. What it throws reaches the code as a failure in the words that `explain` finds. */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchResponse>;
  /** Is told what the code writes to its console. */
  line?(text: string): void;
}

/** Runs code of formulas apart from everything else. */
export interface FormulaRunner {
  /** Loads code without calling what it exports: `returned` where it can be run. Throws SandboxBusyError. */
  check(tenantId: string, code: string): Promise<Outcome>;
  /** Throws SandboxBusyError or SandboxUnavailableError; nothing that the code does makes it throw. */
  run(call: FormulaCall): Promise<Outcome>;
  close(): Promise<void>;
}

/** The same, with the processes in which the code runs. */
export interface Sandbox extends FormulaRunner {
  /** What stands around the code on this machine; starts a process if there is none. */
  walls(): Promise<Walls>;
  /** Processes there are now. */
  processes(): number;
}

export interface SandboxOptions {
  limits?: Partial<SandboxLimits>;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  after?: After;
  /** Starts a process; one with as many walls around it as the machine allows when not given. */
  start?: (closed: AbortSignal) => Promise<Worker>;
}

/** Milliseconds that a turn may take beyond its processor time, which the process itself counts, before it is looked at. */
const grace = 500;

export const createSandbox = ({
  limits: given = {},
  clock = Date.now,
  after = afterwards,
  start,
}: SandboxOptions = {}): Sandbox => {
  const limits = { ...defaultLimits, ...given };
  const { memory, processor, wall, answer, lines, requests, timers: waiting } = limits;
  const inner: InnerLimits = { memory, processor, answer, lines, requests, timers: waiting };
  const pool = createPool(limits, start ?? processStarter(after, inner));

  /** One call in one process, from its order to its end. */
  const drive = async (worker: Worker, first: Order, call: Pick<FormulaCall, 'fetch' | 'line'>): Promise<Outcome> => {
    const ends = clock() + wall;
    const settled: Settled[] = [];
    const open = new Map<number, () => void>();
    let wake = () => {};
    let requests = 0;
    let lines = 0;

    /** The process counts as well, but what it says need not come from code of ours. */
    const assertWithin = (turn: Turn): void => {
      lines += turn.lines.length;
      requests += turn.wants.filter(({ kind }) => kind === 'fetch').length;
      const timers = turn.wants.filter(({ kind }) => kind === 'timer').length;
      const known = turn.wants.every(({ kind, id }) => kind === 'cancel' || !open.has(id));
      if (
        lines > inner.lines ||
        requests > inner.requests ||
        open.size + timers > inner.timers + inner.requests ||
        !known
      )
        throw new MalformedError('A process wants more than its code may.');
    };

    const settle = (what: Settled): void => {
      if (!open.delete(what.id)) return;
      settled.push(what);
      wake();
    };
    const begin = (id: number, request: FetchRequest): void => {
      const controller = new AbortController();
      open.set(id, () => controller.abort());
      call.fetch(request, controller.signal).then(
        (value) => settle({ id, value }),
        (error: unknown) => settle({ id, error: explain(error) }),
      );
    };
    const obey = ({ lines: written, wants }: Turn): void => {
      for (const line of written) call.line?.(line);
      for (const want of wants) {
        if (want.kind === 'fetch') begin(want.id, want.request);
        else if (want.kind === 'timer')
          open.set(
            want.id,
            after(want.milliseconds, () => settle({ id: want.id })),
          );
        else {
          open.get(want.id)?.();
          open.delete(want.id);
        }
      }
    };
    /** Until something has happened that the code waits for. False when the time of the call is over. */
    const happened = async (): Promise<boolean> => {
      if (settled.length > 0) return true;
      const left = ends - clock();
      if (left <= 0) return false;
      return await new Promise((resolve) => {
        const cancel = after(left, () => resolve(false));
        wake = () => {
          cancel();
          resolve(true);
        };
      });
    };

    try {
      let order = first;
      for (;;) {
        const turn = readTurn(await worker.turn(order, { processor, patience: processor + grace }), inner);
        assertWithin(turn);
        obey(turn);
        if (turn.end) return turn.end;
        if (!(await happened())) return { kind: 'stopped', by: 'wall' };
        order = { kind: 'resume', settled: settled.splice(0) };
      }
    } catch (error) {
      // Code that keeps the engine itself busy cannot be interrupted, and so its process was ended.
      if (error instanceof WorkerGoneError) return { kind: 'stopped', by: error.overdue ? 'processor' : 'engine' };
      if (error instanceof MalformedError) return { kind: 'stopped', by: 'engine' };
      throw error;
    } finally {
      for (const cancel of open.values()) cancel();
      open.clear();
    }
  };

  const lend = async (tenantId: string, order: Order, call: Pick<FormulaCall, 'fetch' | 'line'>): Promise<Outcome> => {
    const { worker, release } = await pool.acquire(tenantId);
    let fit = false;
    try {
      const outcome = await drive(worker, order, call);
      fit = outcome.kind !== 'stopped';
      return outcome;
    } finally {
      release(fit);
    }
  };

  const nothing = { fetch: () => Promise.reject(new TypeError('No request can be made while code is loaded.')) };

  return {
    check: (tenantId, code) => lend(tenantId, { kind: 'check', code, limits: inner }, nothing),
    run: (call) => lend(call.tenantId, { kind: 'run', code: call.code, context: call.context, limits: inner }, call),
    walls: pool.walls,
    processes: pool.size,
    close: pool.close,
  };
};

const explain = (error: unknown): string => (error instanceof Error ? error.message : 'The request failed.');
