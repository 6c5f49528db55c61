import type { Generator } from './generator.ts';
import type { Job, Result } from './job.ts';
import type { Server } from './server.ts';

export interface Measured extends Result {
  /** Processor time that the server used per request, in microseconds. */
  used: number;
}

/** Runs a job and measures the processor time that the server used for it. */
export const measure = async (generator: Generator, server: Server, job: Job): Promise<Measured> => {
  const before = server.used();
  const result = await generator.run(job);
  return { ...result, used: (server.used() - before) / result.requests };
};
