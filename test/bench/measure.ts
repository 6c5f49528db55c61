import type { Generator } from './generator.ts';
import type { Job, Result } from './job.ts';
import type { Server } from './server.ts';

export interface Measured extends Result {
  /** Microseconds of processor time that a request took of the server. */
  used: number;
}

/** Runs a job and sees what it cost the server. */
export const measure = async (generator: Generator, server: Server, job: Job): Promise<Measured> => {
  const before = server.used();
  const result = await generator.run(job);
  return { ...result, used: (server.used() - before) / result.requests };
};
