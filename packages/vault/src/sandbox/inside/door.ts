import { type Service, services } from './host.ts';
import { type Form, spotOf } from './program.ts';
import type { End, InnerLimits, Want } from './protocol.ts';
import { cutText, MalformedError, readThrown, readWant } from './reading.ts';

/** What a call has done so far and not yet told. */
export interface Ledger {
  readonly limits: InnerLimits;
  lines: string[];
  wants: Want[];
  /** Characters of the requests among them. */
  sending: number;
  /** What it waits for. */
  readonly open: Map<number, Want['kind']>;
  requests: number;
  /** Lines written since the start, dropped ones among them. */
  written?: number;
  /** How the code is written. */
  form: Form;
  end: End | undefined;
}

/** Characters of JSON that all requests of one message may have; a message has a bound, and an error is clearer than its end. */
const mostSent = 6 * 1024 * 1024;

type Act = (ledger: Ledger, input: never) => string | undefined;

/** Gives up something. What began in the same turn is taken back, so that a loop of both leaves nothing to tell. */
const cancel = (ledger: Ledger, id: number): void => {
  if (!ledger.open.delete(id)) return;
  const begun = ledger.wants.findIndex((want) => want.kind === 'timer' && want.id === id);
  if (begun >= 0) ledger.wants.splice(begun, 1);
  else ledger.wants.push({ kind: 'cancel', id });
};

const want = (ledger: Ledger, given: unknown): string | undefined => {
  const { limits, open, wants } = ledger;
  const input = readWant(given);
  if (input.kind === 'cancel') {
    cancel(ledger, input.id);
    return undefined;
  }
  if (open.has(input.id)) return 'Something waits under this number already.';
  if (input.kind === 'timer') {
    const timers = [...open.values()].filter((kind) => kind === 'timer').length;
    if (timers >= limits.timers) return `At most ${limits.timers} timers can wait.`;
  } else {
    ledger.requests += 1;
    if (ledger.requests > limits.requests) return `At most ${limits.requests} requests can be made.`;
    ledger.sending += JSON.stringify(input.request).length;
    if (ledger.sending > mostSent) return 'These requests are too large to be made at the same time.';
  }
  open.set(input.id, input.kind);
  wants.push(input);
  return undefined;
};

const acts: Readonly<Record<string, Act>> = {
  want,
  line: (ledger, line: unknown) => {
    ledger.written = (ledger.written ?? 0) + 1;
    if (ledger.written <= ledger.limits.lines) ledger.lines.push(cutText(line));
    return undefined;
  },
  end: (ledger, { json }: { json?: unknown }) => {
    if (json === undefined) ledger.end ??= { kind: 'returned', json };
    else if (typeof json !== 'string') ledger.end ??= { kind: 'stopped', by: 'engine' };
    else if (json.length > ledger.limits.answer) ledger.end ??= { kind: 'stopped', by: 'answer' };
    else ledger.end ??= { kind: 'returned', json };
    return undefined;
  },
  thrown: (ledger, { stack, spot: _, ...given }: { stack?: unknown; spot?: unknown }) => {
    const thrown = readThrown(given);
    const isMemory = thrown.name === 'InternalError' && thrown.message === 'out of memory';
    ledger.end ??= isMemory
      ? { kind: 'stopped', by: 'memory' }
      : { kind: 'thrown', thrown: { ...thrown, ...spotOf(cutText(stack, 2000), ledger.form) } };
    return undefined;
  },
};

/** The one way out of the engine: the name of a service and its input as JSON, and JSON back. Never throws. */
export const door = (ledger: Ledger, name: string, text: string): string => {
  try {
    const input = JSON.parse(text) as never;
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (act) {
      const error = act(ledger, input);
      return JSON.stringify(error === undefined ? {} : { error });
    }
    const service = Object.hasOwn(services, name) ? (services as Record<string, Service>)[name] : undefined;
    return JSON.stringify(service ? service(input) : { error: 'There is no such service.' });
  } catch (error) {
    const said = error instanceof MalformedError ? error.message : 'The process around could not do this.';
    return JSON.stringify({ error: said });
  }
};
