import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Result } from './job.ts';

/** The load generator, in a process of its own. It takes one job at a time. */
export interface Generator {
  run(job: Job): Promise<Result>;
  stop(): Promise<void>;
}

export const startGenerator = (): Generator => {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)));
  const exited = once(child, 'exit');
  return {
    run: async (job) => {
      const answered = once(child, 'message');
      child.send(job);
      const ended = exited.then(() => Promise.reject(new Error('The load generator ended.')));
      const [message] = await Promise.race([answered, ended]);
      if ('error' in message) throw new Error(message.error);
      return message.result as Result;
    },
    stop: async () => {
      child.kill();
      await exited;
    },
  };
};
