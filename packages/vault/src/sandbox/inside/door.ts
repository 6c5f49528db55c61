import { type Service, services } from './host.ts';
import { type Form, spotOf } from './program.ts';
import type { End, FetchRequest, InnerLimits, Thrown, Want } from './protocol.ts';

/** What a call has done so far and not yet told. */
export interface Ledger {
  readonly limits: InnerLimits;
  lines: string[];
  wants: Want[];
  /** What it waits for. */
  readonly open: Map<number, Want['kind']>;
  requests: number;
  /** Lines written since the start, dropped ones among them. */
  written?: number;
  /** How the code is written. */
  form: Form;
  end: End | undefined;
}

type Act = (ledger: Ledger, input: never) => string | undefined;

const want = (ledger: Ledger, input: Want): string | undefined => {
  const { limits, open, wants } = ledger;
  if (input.kind === 'cancel') {
    open.delete(input.id);
  } else {
    const timers = [...open.values()].filter((kind) => kind === 'timer').length;
    if (input.kind === 'timer' && timers >= limits.timers) return `At most ${limits.timers} timers can wait.`;
    if (input.kind === 'fetch') ledger.requests += 1;
    if (ledger.requests > limits.requests) return `At most ${limits.requests} requests can be made.`;
    open.set(input.id, input.kind);
  }
  wants.push(input.kind === 'fetch' ? { ...input, request: plainRequest(input.request) } : input);
  return undefined;
};

/** Whatever the code has put together, as what it has to be. */
const plainRequest = ({ url, method, headers, body }: FetchRequest): FetchRequest => ({
  url: String(url),
  method: String(method),
  headers: headers.map(([name, value]) => [String(name), String(value)]),
  ...(body && { body: body.base64 === undefined ? { text: String(body.text) } : { base64: String(body.base64) } }),
});

const acts: Readonly<Record<string, Act>> = {
  want,
  line: (ledger, line: string) => {
    ledger.written = (ledger.written ?? 0) + 1;
    if (ledger.written <= ledger.limits.lines) ledger.lines.push(line);
    return undefined;
  },
  end: (ledger, { json }: { json?: string }) => {
    const tooLong = json !== undefined && json.length > ledger.limits.answer;
    ledger.end ??= tooLong ? { kind: 'stopped', by: 'answer' } : { kind: 'returned', json };
    return undefined;
  },
  thrown: (ledger, { stack, ...thrown }: Thrown & { stack: string }) => {
    const isMemory = thrown.name === 'InternalError' && thrown.message === 'out of memory';
    ledger.end ??= isMemory
      ? { kind: 'stopped', by: 'memory' }
      : { kind: 'thrown', thrown: { ...thrown, ...spotOf(stack, ledger.form) } };
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
  } catch {
    return JSON.stringify({ error: 'The process around could not do this.' });
  }
};
