import { errorFields, type Log } from '../../log/log.ts';
import type { Exposition, MetricValues } from '../../metrics/prometheus.ts';
import { lendSandbox } from '../../sandbox/lent.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { After } from '../../timers.ts';
import { type Answering, drain, listenFlags } from '../answering.ts';
import { CommandError } from '../command-error.ts';
import { listenOrExplain } from '../listen-or-explain.ts';
import type { MainMethods, WorkerData } from './methods.ts';
import { type StartedWorker, startWorker } from './start-worker.ts';

/** Workers that may end within so many milliseconds; if more do, something is wrong that no new worker mends. */
const bearable = { ends: 5, within: 60_000 };

/** Milliseconds that a worker has to end, beyond the requests that run, and that a busy one has for a short call. */
const patience = 5000;
const soon = 2000;

export interface WorkersOptions extends Pick<MainMethods, 'connect' | 'rootKey' | 'askToken'> {
  data: Omit<WorkerData, 'port'>;
  sandbox: Sandbox;
  log: Log;
  /** Writes lines of the log that a worker has made. */
  say(lines: string): void;
  clock: () => number;
  after: After;
  start?: typeof startWorker;
}

/**
 * Finds out whether the port is free, which threads that share it cannot, because they would share it with another vault as well; and
 * whether this system lets them share it.
 */
const findPort = async ({ host, port }: Pick<WorkerData['values'], 'host' | 'port'>): Promise<number> => {
  const handle = () => Promise.reject(new Error('Nothing is answered here.'));
  const options = { handle, host, trusted: () => false, drain: 0 };
  const alone = await listenOrExplain({ ...options, port }, listenFlags);
  await alone.close();
  const shared = await listenOrExplain({ ...options, port: alone.port, shared: true }, listenFlags);
  await shared.close();
  return shared.port;
};

/** Answers requests in several threads. One that ends is replaced. */
export const answerInWorkers = async (options: WorkersOptions): Promise<Answering> => {
  const { data, sandbox, connect, rootKey, askToken, log, say, clock, after, start = startWorker } = options;
  const values = { ...data.values, port: await findPort(data.values) };
  const members = new Set<StartedWorker>();
  const shown = new WeakMap<StartedWorker, readonly MetricValues[]>();
  const sum = data.counts ? (await import('../../metrics/sum.ts')).sumOfMetrics() : undefined;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  let { live } = data;
  let ends: number[] = [];
  let started = false;
  let closing: Promise<void> | undefined;

  /** Calls every other worker. One that ends meanwhile has nothing to answer any more. */
  const askAll = async (but: StartedWorker | undefined, ask: (worker: StartedWorker) => Promise<unknown>) => {
    const asked = [...members].filter((worker) => worker !== but).map((worker) => ask(worker).catch(() => undefined));
    await Promise.all(asked);
  };

  const within = <Value>(milliseconds: number, wanted: Promise<Value>): Promise<Value | undefined> =>
    new Promise((resolve, reject) => {
      const stop = after(milliseconds, () => resolve(undefined));
      wanted.then(resolve, reject).finally(stop);
    });

  const begin = (): StartedWorker => {
    const worker: StartedWorker = start({ ...data, values, live }, (calls) => ({
      ...lendSandbox(sandbox, calls),
      connect,
      rootKey,
      askToken,
      log: say,
      flushOthers: () => askAll(worker, ({ calls: other }) => within(soon, other.call('flush'))),
    }));
    members.add(worker);
    const given = live;
    const renewLate = () => (given === live ? undefined : worker.calls.tell('renew', live));
    worker.listening.then(renewLate, () => undefined);
    void worker.gone.then(async (reason) => {
      members.delete(worker);
      await sum?.end(shown.get(worker) ?? []);
      if (started && !closing) replace(reason);
    });
    return worker;
  };

  const replace = (reason: unknown): void => {
    const fields = reason === undefined ? {} : errorFields(reason);
    ends = [...ends.filter((at) => clock() - at < bearable.within), clock()];
    if (ends.length <= bearable.ends) {
      log.error(fields, 'a worker has ended; another is started');
      begin().listening.then(
        () => log.info({}, 'another worker answers in its place'),
        () => undefined,
      );
      return;
    }
    log.error(fields, 'a worker has ended');
    const seconds = bearable.within / 1000;
    failed.reject(new CommandError(`${ends.length} workers have ended within ${seconds} s; the log says why.`));
  };

  const close = async () => {
    await askAll(undefined, async ({ calls, gone, end }) => {
      await within(drain + patience, Promise.race([calls.call('stop'), gone])).catch(() => undefined);
      await end();
    });
  };
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };

  try {
    const first = Array.from({ length: values.workers }, begin);
    const [url = ''] = await Promise.all(first.map(({ listening }) => listening));
    started = true;
    return {
      url,
      failed: failed.promise,
      renew: (_, texts) => {
        live = texts;
        return askAll(undefined, ({ calls }) => within(soon, calls.call('renew', texts)));
      },
      rootKeyChanged: () => askAll(undefined, ({ calls }) => within(soon, calls.call('rootKeyChanged'))),
      metrics: async (own: Exposition) => {
        await askAll(undefined, async (worker) => {
          const values = await within(soon, worker.calls.call('metrics'));
          if (values) shown.set(worker, values);
        });
        const all = [await own.values(), ...[...members].map((worker) => shown.get(worker) ?? [])];
        return (await sum?.text(all)) ?? '';
      },
      close: closeOnce,
    };
  } catch (error) {
    await closeOnce();
    throw error;
  }
};
