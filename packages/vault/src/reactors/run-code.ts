import type { Context } from '../context.ts';
import { longestMessage } from '../sandbox/inside/reading.ts';
import type { Outcome } from '../sandbox/sandbox.ts';
import type { Services } from '../services.ts';
import { type Acting, actingFetch, nothingSeen, type Seen } from './acting.ts';
import { failureOf, type Subject } from './failure.ts';
import { outgoing } from './outgoing.ts';
import { lineRedactor, mostSteps, valueRedactor } from './redact.ts';
import { whenThereIsRoom } from './room.ts';

/** Steps for each character: of the argument that is written for the code, of a line for the log, and of a result that is read. */
const argumentCost = 20;
const lineCost = 200;
const resultCost = 30;

/** Code of a tenant, and what it gets. */
export interface CodeRun {
  code: string;
  /** Its one argument. */
  given: Readonly<Record<string, unknown>>;
  /** What no message may repeat. */
  secrets: unknown;
  subject: Subject;
  /** As which application it may use the vault, and where what that shows it is noted. */
  acting?: (Acting & { seen?: Seen }) | undefined;
  /** Is told when the code has run and has not said that it failed: it may have had its effects. */
  acted?: () => void;
  /** How the log tells what it wrote to its console. */
  logged: { fields: Record<string, string>; message: string };
}

/** Whether code says itself that it failed, or has not run. Of code that was stopped nobody knows what it has done. */
const isFailure = (outcome: Outcome): boolean => {
  if (outcome.kind !== 'thrown') return outcome.kind === 'unusable';
  const { response } = outcome.thrown;
  return response === undefined || response.status >= 400;
};

/** What the vault answered to code. It wrote that itself. */
const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

/**
 * Runs code behind the walls of the sandbox, and tells the log what it wrote to its console. Gives what it returned as JSON text, nothing
 * where it returned nothing. Throws what it came to otherwise, in the documented form.
 */
export const runCode = async (
  services: Services,
  context: Pick<Context, 'caller' | 'effort' | 'trace' | 'callAs'>,
  { code, given, secrets, subject, acting, acted, logged }: CodeRun,
): Promise<string | undefined> => {
  const { caller, effort, trace } = context;
  const argument = JSON.stringify(acting ? { ...given, bt: true } : given);
  effort.worked(argument.length * argumentCost);
  const lines: string[] = [];
  const redactLine = lineRedactor(code);
  const redact = (line: string): string => {
    effort.worked(Math.min(line.length, longestMessage) * lineCost);
    return redactLine(line);
  };
  const elsewhere = outgoing(services.egress, caller.tenantId);
  const vault = acting && actingFetch(services, context, acting, acting.seen ?? nothingSeen(), elsewhere);
  const outcome = await whenThereIsRoom(() =>
    services.sandbox.run({
      tenantId: caller.tenantId,
      code,
      context: argument,
      fetch: vault?.fetch ?? elsewhere,
      line: (line) => lines.push(redact(line)),
    }),
  );
  if (!isFailure(outcome)) acted?.();
  await vault?.settled();
  const fields = { trace_id: trace, tenant_id: caller.tenantId, ...logged.fields };
  if (lines.length > 0) services.log.info({ ...fields, console: lines }, logged.message);
  services.metrics.reacted(outcome.kind);
  if (outcome.kind !== 'returned') {
    // The code has run, so that this must not be refused for want of work.
    effort.extend(mostSteps);
    await effort.reserve(mostSteps);
    const told: unknown[] = [];
    for (const answer of vault?.answers ?? []) {
      effort.extend(answer.length * argumentCost);
      await effort.reserve(answer.length * argumentCost, true);
      told.push(parsed(answer));
    }
    throw failureOf(outcome, valueRedactor([secrets, told]), subject);
  }
  const length = outcome.json?.length ?? 0;
  effort.extend(length * resultCost);
  await effort.reserve(length * resultCost);
  return outcome.json;
};
