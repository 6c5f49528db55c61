import type { After } from '../timers.ts';
import type { InnerLimits } from './inside/protocol.ts';
import { type Form, forms, isThere } from './launch.ts';
import { SandboxUnavailableError } from './pool.ts';
import { processCode } from './process-code.ts';
import { startWorker, type Worker, WorkerGoneError } from './worker.ts';

/** Starts processes in the form with most walls that this machine allows. Which one that is, the first start finds out by trying. */
export const processStarter = (after: After, limits?: InnerLimits): ((closed: AbortSignal) => Promise<Worker>) => {
  let known: Promise<Form | undefined> = Promise.resolve(undefined);
  let code: Promise<string> | undefined;
  const start = async (form: Form, closed: AbortSignal): Promise<Worker> => {
    code ??= processCode();
    return await startWorker(form, { entry: await code, limits }, after, closed);
  };

  const tryForms = async (closed: AbortSignal): Promise<[Form, Worker]> => {
    for (const form of forms.filter(isThere)) {
      try {
        return [form, await start(form, closed)];
      } catch (error) {
        if (!(error instanceof WorkerGoneError) || closed.aborted) throw error;
      }
    }
    throw new SandboxUnavailableError('No process for formulas can be started on this machine.');
  };

  return async (closed) => {
    const form = await known;
    if (form) return await start(form, closed);
    const tried = tryForms(closed);
    known = tried.then(
      ([found]) => found,
      () => undefined,
    );
    const [, worker] = await tried;
    return worker;
  };
};
