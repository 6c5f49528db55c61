import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logWriter } from '../../log/log-writer.ts';
import { prometheus } from '../../metrics/prometheus.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { timersByHand } from '../../testing/timers-by-hand.ts';
import { callsOn } from '../../threads/calls.ts';
import type { LiveTexts } from '../live-settings.ts';
import type { WorkerData, WorkerMethods } from './methods.ts';
import type { startWorker } from './start-worker.ts';
import { answerInWorkers } from './workers.ts';

type Start = typeof startWorker;

/** A worker that is no thread. */
interface Standing {
  /** What it was started with. */
  data: Parameters<Start>[0];
  /** What it calls. */
  main: ReturnType<Parameters<Start>[1]>;
  /** What was called of it. */
  called: string[];
  /** It accepts connections. */
  listen(): void;
  die(reason?: unknown): void;
}

const live: LiveTexts = { allowedOrigins: undefined, fontOrigins: undefined, tls: undefined, logLevel: 'info' };

/** Workers by hand, under a clock and timers by hand. */
const startByHand = async ({ workers = 2, hangs = false }: { workers?: number; hangs?: boolean } = {}) => {
  const standing: Standing[] = [];
  const lines: string[] = [];
  const timers = timersByHand();
  let now = 0;
  let ended = 0;

  const start: Start = (data, methods) => {
    const { port1, port2 } = new MessageChannel();
    const [here, there] = [callsOn<WorkerMethods>(port1), callsOn<never>(port2)];
    onTestFinished(() => here.close());
    const called: string[] = [];
    const note = (name: string) => void called.push(name);
    there.answer({
      flush: async () => note('flush'),
      metrics: async () => (hangs ? await new Promise<never>(() => undefined) : await prometheus('worker').values()),
      renew: ({ fontOrigins }: LiveTexts) => note(`renew ${fontOrigins}`),
      stop: async () => {
        note('stop');
        if (hangs) await new Promise<never>(() => undefined);
      },
    } satisfies Partial<WorkerMethods>);
    const listening = Promise.withResolvers<string>();
    const gone = Promise.withResolvers<unknown>();
    const listen = () => listening.resolve('http://127.0.0.1:1');
    const die = (reason?: unknown) => {
      here.close();
      gone.resolve(reason);
    };
    standing.push({ data, main: methods(here), called, listen, die });
    if (standing.length <= workers) listen();
    const end = async () => {
      ended += 1;
      die();
    };
    return { calls: here, listening: listening.promise, gone: gone.promise, end };
  };

  const values = { host: '127.0.0.1', port: 0, workers } as WorkerData['values'];
  const answering = await answerInWorkers({
    data: { values, live, environment: {}, revocations: new SharedArrayBuffer(4), counts: true },
    sandbox: createSandbox(),
    rootKey: () => undefined,
    askToken: () => Promise.reject(new Error('There is no token.')),
    connect: () => Promise.reject(new Error('There is no store.')),
    log: logWriter('info', (line) => lines.push(line)),
    say: (text) => lines.push(text),
    clock: () => now,
    ...{ after: timers.after, start },
  });
  const told = () => lines.map((line) => JSON.parse(line).msg);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { answering, standing, lines, told, timers, pass, ended: () => ended };
};

const turn = () => new Promise(setImmediate);

describe('workers', () => {
  it('are started on a port that was free, and one that ends is replaced by one with the settings of now', async () => {
    const { answering, standing, told } = await startByHand();
    expect(standing).toHaveLength(2);
    expect(standing[0]?.data.values.port).toBeGreaterThan(0);
    await answering.renew({} as never, { ...live, fontOrigins: 'first' });
    expect(standing.map(({ called }) => called)).toEqual([['renew first'], ['renew first']]);
    standing[0]?.die(new Error('secret'));
    await expect.poll(() => standing.length).toBe(3);
    expect(standing[2]?.data.live.fontOrigins).toBe('first');

    // Settings that change while it starts reach it when it has started.
    const renewed = answering.renew({} as never, { ...live, fontOrigins: 'second' });
    await renewed;
    standing[2]?.listen();
    await expect.poll(() => standing[2]?.called.at(-1)).toBe('renew second');
    await expect.poll(told).toEqual(['a worker has ended; another is started', 'another worker answers in its place']);
    await answering.close();
  });

  it('never tell in the log what an error says, which may quote a value', async () => {
    const { answering, standing, lines } = await startByHand();
    standing[0]?.die(new TypeError('4242424242424242'));
    await expect.poll(() => lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', error: 'TypeError' });
    expect(lines[0]).not.toContain('42424242');
    await answering.close();
  });

  it('end the process with a sentence when they end again and again, and not when they end now and then', async () => {
    const { answering, standing, pass } = await startByHand({ workers: 1 });
    const dies = async () => {
      const before = standing.length;
      standing.at(-1)?.die();
      await expect.poll(() => standing.length).toBe(before + 1);
    };
    for (let n = 0; n < 12; n += 1) {
      await dies();
      pass(15_000);
    }
    pass(60_000);
    for (let n = 0; n < 5; n += 1) await dies();
    const before = standing.length;
    standing.at(-1)?.die();
    await expect(answering.failed).rejects.toThrow('6 workers have ended within 60 s; the log says why.');
    await turn();
    expect(standing).toHaveLength(before);
    await answering.close();
  });

  it('write what they hold back when another asks for it', async () => {
    const { answering, standing } = await startByHand({ workers: 3 });
    await standing[1]?.main.flushOthers();
    expect(standing.map(({ called }) => called)).toEqual([['flush'], [], ['flush']]);
    await answering.close();
  });

  it('are asked to stop, and ended at once when they do not', async () => {
    const willing = await startByHand();
    await willing.answering.close();
    expect(willing.standing.map(({ called }) => called)).toEqual([['stop'], ['stop']]);

    const { answering, timers, ended } = await startByHand({ hangs: true });
    const closing = answering.close();
    await expect.poll(timers.times).toEqual([15_000, 15_000]);
    expect(ended()).toBe(0);
    timers.run();
    await closing;
    expect(ended()).toBe(2);
  });

  it('that are too busy to say what they have counted do not hold the page of metrics', async () => {
    const { answering, timers } = await startByHand({ hangs: true });
    const page = answering.metrics(prometheus('main'));
    await expect.poll(timers.times).toEqual([2000, 2000]);
    timers.run();
    expect(await page).toContain('process_resident_memory_bytes');
    const closing = answering.close();
    await expect.poll(timers.times).toEqual([15_000, 15_000]);
    timers.run();
    await closing;
  });
});
