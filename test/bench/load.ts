import { type Connection, openConnection } from './connection.ts';
import type { Job, Result } from './job.ts';

/*
 * The load generator, in a process of its own, so that its work does not slow the thread that it measures. It receives a job, answers
 * with a result, and waits for the next.
 */

const now = () => performance.now();

const bytesOf = ({ origin, method, headers, requests }: Job): Buffer[] => {
  const fields = Object.entries({ host: new URL(origin).host, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return requests.map(({ path, body }) => {
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    return Buffer.from(`${method} ${path} HTTP/1.1\r\n${fields.join('')}${length}\r\n${body ?? ''}`);
  });
};

const run = async (job: Job): Promise<Result> => {
  const texts = bytesOf(job);
  const opened = Array.from({ length: job.connections }, () => openConnection(job.origin, job.authority));
  const connections = await Promise.all(opened);
  const latencies: number[] = [];
  let next = 0;

  const send = async (connection: Connection, since: number): Promise<void> => {
    const text = texts[next++ % texts.length] ?? Buffer.alloc(0);
    const { status, body } = await connection.send(text);
    if (status !== job.status) throw new Error(`${job.method} answered ${status}: ${body.slice(0, 500)}`);
    latencies.push(now() - since);
  };

  const started = now();
  const processorBefore = process.cpuUsage();

  const asFastAsAnswered = async (goOn: () => boolean) =>
    await Promise.all(
      connections.map(async (connection) => {
        while (goOn()) await send(connection, now());
      }),
    );

  const onSchedule = (rate: number, total: number) =>
    new Promise<void>((resolve, reject) => {
      const idle = [...connections];
      const late: number[] = [];
      let due = 0;

      const begin = (connection: Connection, since: number) => {
        send(connection, since).then(() => {
          const waited = late.shift();
          if (waited !== undefined) begin(connection, waited);
          else idle.push(connection);
          if (latencies.length === total) resolve();
        }, reject);
      };

      const tick = () => {
        const time = now();
        for (; due < total && started + (due * 1000) / rate <= time; due += 1) {
          const connection = idle.pop();
          if (connection) begin(connection, time);
          else late.push(time);
        }
        if (due < total) setTimeout(tick, 1);
      };
      tick();
    });

  const { load } = job;
  if ('rate' in load) await onSchedule(load.rate, Math.round(load.rate * load.seconds));
  else if ('seconds' in load) await asFastAsAnswered(() => now() - started < load.seconds * 1000);
  else await asFastAsAnswered(() => next < load.requests);

  const elapsed = now() - started;
  const { user, system } = process.cpuUsage(processorBefore);
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    requests: latencies.length,
    perSecond: (latencies.length * 1000) / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    processor: (user + system) / 1000,
  };
};

process.on('message', (job: Job) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
