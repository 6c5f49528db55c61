import { type Remote, RemoteError } from '../threads/calls.ts';
import type { FetchRequest, FetchResponse } from './inside/protocol.ts';
import { SandboxBusyError, SandboxUnavailableError } from './pool.ts';
import type { FormulaCall, FormulaRunner, Outcome, Sandbox } from './sandbox.ts';

/** What the thread that has the sandbox lets others call. */
export type SandboxLender = {
  check(what: { tenantId: string; code: string }): Promise<Outcome>;
  run(what: { call: number; tenantId: string; code: string; context: string }): Promise<Outcome>;
};

/** What it calls in a thread that borrows the sandbox: a formula's requests and its console are the business of that thread. */
export type SandboxBorrower = {
  fetch(what: { call: number; request: FetchRequest; number: number }): Promise<FetchResponse>;
  /** Nobody waits for a request any more. */
  giveUp(number: number): void;
  line(what: { call: number; text: string }): void;
};

/**
 * Lends a sandbox to another thread. All threads of a process use one sandbox, so that its bounds and the turns of tenants hold for all
 * of them together.
 */
export const lendSandbox = (sandbox: Sandbox, borrower: Pick<Remote<SandboxBorrower>, 'call' | 'tell'>) => {
  let last = 0;
  const fetchFor =
    (call: number): FormulaCall['fetch'] =>
    async (request, signal) => {
      last += 1;
      const number = last;
      const giveUp = () => borrower.tell('giveUp', number);
      signal.addEventListener('abort', giveUp);
      try {
        return await borrower.call('fetch', { call, request, number });
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
    };
  return {
    check: ({ tenantId, code }) => sandbox.check(tenantId, code),
    run: ({ call, ...formula }) =>
      sandbox.run({ ...formula, fetch: fetchFor(call), line: (text) => borrower.tell('line', { call, text }) }),
  } satisfies SandboxLender;
};

const errors: Readonly<Record<string, new (message: string) => Error>> = { SandboxBusyError, SandboxUnavailableError };

const asThrown = (error: unknown): unknown => {
  const kind = error instanceof RemoteError ? errors[error.name] : undefined;
  return kind ? new kind((error as RemoteError).message) : error;
};

/** The sandbox of another thread, and what that thread has to be able to call here. It stays open when this one is closed. */
export const borrowSandbox = (lender: Pick<Remote<SandboxLender>, 'call'>) => {
  const calls = new Map<number, FormulaCall>();
  const requests = new Map<number, AbortController>();
  let last = 0;

  const sandbox: FormulaRunner = {
    check: (tenantId, code) =>
      lender.call('check', { tenantId, code }).catch((error: unknown) => Promise.reject(asThrown(error))),
    run: async (call) => {
      last += 1;
      const id = last;
      calls.set(id, call);
      try {
        const { tenantId, code, context } = call;
        return await lender.call('run', { call: id, tenantId, code, context });
      } catch (error) {
        throw asThrown(error);
      } finally {
        calls.delete(id);
      }
    },
    close: async () => undefined,
  };

  const methods: SandboxBorrower = {
    fetch: async ({ call: id, request, number }) => {
      const call = calls.get(id);
      if (!call) throw new TypeError('The call has ended.');
      const controller = new AbortController();
      requests.set(number, controller);
      try {
        return await call.fetch(request, controller.signal);
      } finally {
        requests.delete(number);
      }
    },
    giveUp: (number) => requests.get(number)?.abort(),
    line: ({ call, text }) => calls.get(call)?.line?.(text),
  };
  return { sandbox, methods };
};
