import type { Json } from '../expressions/json.ts';
import { ApiError } from '../problem.ts';
import type { FormulaCall, FormulaRunner, Outcome } from '../sandbox/sandbox.ts';
import { CodeAnswer } from './code-answer.ts';
import { failureOf, type Subject } from './failure.ts';
import { whenThereIsRoom } from './room.ts';

/** The id of tokens that exist for a test alone. */
const noId = '00000000-0000-0000-0000-000000000000';

/** What a formula is tried with. */
interface TestData {
  args: Json;
  configuration: Readonly<Record<string, unknown>>;
  /** A made-up token: with `type` and `data`, or only the data. */
  sourceToken?: { readonly [name: string]: Json } | undefined;
}

/** The argument of a formula, under the older and the newer names of the API (docs/architecture.md §3.13). */
export const testArgument = ({ args, configuration, sourceToken: held }: TestData): Record<string, unknown> => ({
  ...(held && { sourceToken: { id: noId, type: 'card', ...(Object.hasOwn(held, 'data') ? held : { data: held }) } }),
  ...{ configuration, requestParameters: args, args, metadata: {} },
});

/** Code, and what it is tried with. */
export interface Trial extends Pick<FormulaCall, 'tenantId' | 'code' | 'fetch' | 'line'> {
  /** Its one argument. */
  given: Readonly<Record<string, unknown>>;
  subject: Subject;
  /** Reads what it gave back, JSON text or nothing, as a call would. Throws `ApiError`. */
  read(json: string | undefined): unknown;
}

/** The outcome as a call would be answered with. */
const answerOf = (outcome: Outcome, { subject, read }: Trial): { status: number; body: unknown } => {
  try {
    // Nothing is redacted, because whoever tries the code supplied the values.
    if (outcome.kind !== 'returned') throw failureOf(outcome, (text) => text, subject);
    return { status: 200, body: read(outcome.json) };
  } catch (error) {
    if (error instanceof CodeAnswer) return { status: error.response.status, body: error.response };
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.problem('local') };
  }
};

/** Runs code with test data, behind the walls behind which it will run. Throws 429 and 503 where there is no room for it. */
export const tryCode = async (sandbox: Pick<FormulaRunner, 'run'>, trial: Trial) => {
  const { tenantId, code, given, fetch, line } = trial;
  const context = JSON.stringify(given);
  const outcome = await whenThereIsRoom(() => sandbox.run({ tenantId, code, context, fetch, ...(line && { line }) }));
  return { outcome, ...answerOf(outcome, trial) };
};
