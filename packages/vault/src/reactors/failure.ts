import { ApiError, type ProblemType, type PropertyErrors } from '../problem.ts';
import type { Spot, Thrown } from '../sandbox/inside/protocol.ts';
import type { Outcome } from '../sandbox/sandbox.ts';
import { CodeAnswer } from './code-answer.ts';

/** The problem that is answered when code throws a typed error, by its status (API reference, Reactor Error Codes). */
const typed: Readonly<Record<number, ProblemType>> = {
  400: 'reactor-bad-request',
  401: 'reactor-authentication',
  402: 'reactor-payment-method',
  403: 'reactor-forbidden',
  429: 'reactor-rate-limited',
  500: 'reactor-failed',
  503: 'reactor-unavailable',
};

/** What an uncaught error with the status of a vendor's answer becomes: 403 says that credentials lack a permission. */
const vendor: Readonly<Record<number, ProblemType>> = {
  400: 'reactor-bad-request',
  401: 'reactor-authentication',
  402: 'reactor-payment-method',
  403: 'reactor-authentication',
  422: 'reactor-bad-request',
  429: 'reactor-rate-limited',
};

/** Errors of the language, which an answer may name. */
const known = /^(?:(?:Type|Reference|Range|Syntax|Internal|URI|Eval)?Error|AbortError)$/;

const place = (spot: Spot | undefined): string => (spot ? ` at line ${spot.line}, column ${spot.column}` : '');

/** Names of properties, and messages of one of them, that are answered. */
const most = 50;

/** Messages as they may be answered: bounded, and by plain names, which hold nothing that a message may not. */
const messagesOf = (errors: PropertyErrors, redact: (text: string) => string): PropertyErrors => {
  const told = new Map<string, string[]>();
  for (const [name, messages] of Object.entries(errors).slice(0, most)) {
    const isPlain = /^[A-Za-z_][\w.-]{0,99}$/.test(name) && redact(name) === name;
    const under = isPlain ? name : 'error';
    const before = told.get(under) ?? [];
    const more = messages.slice(0, most - before.length).map((message) => redact(String(message)).slice(0, 1000));
    told.set(under, [...before, ...more]);
  }
  return Object.fromEntries(told);
};

/** What the code is called in sentences. */
export type Subject = 'formula' | 'transform';

const ofThrown = (
  { name, status = 0, typed: isTyped, errors, spot }: Thrown,
  redact: (text: string) => string,
  subject: Subject,
) => {
  if (isTyped) {
    const type = typed[status] ?? 'reactor-failed';
    return new ApiError(type, `The ${subject} ended with this error${place(spot)}.`, {
      errors: messagesOf(errors ?? {}, redact),
    });
  }
  const type = vendor[status];
  if (type) return new ApiError(type, `The service that the ${subject} called answered ${status}.`);
  if (status >= 500 && status <= 599) {
    return new ApiError('reactor-failed', `The service that the ${subject} called answered ${status}.`);
  }
  const what = known.test(name) ? name : 'error of its own';
  const article = /^[AEIaei]/.test(what) ? 'an' : 'a';
  return new ApiError('reactor-failed', `The ${subject} threw ${article} ${what} that it did not catch${place(spot)}.`);
};

const unusable = {
  syntax: 'The code cannot be parsed',
  load: 'The code fails before it exports anything',
  'no-function': 'The code must export a function: module.exports = async function (context) { … } or export default …',
} as const;

/** What is wrong with code that cannot be run, in a sentence that repeats none of it. */
export const codeFault = ({ reason, spot }: Extract<Outcome, { kind: 'unusable' }>): string =>
  `${unusable[reason]}${spot ? ` (line ${spot.line}, column ${spot.column})` : ''}.`;

const stopped: Readonly<Record<Extract<Outcome, { kind: 'stopped' }>['by'], string>> = {
  memory: 'needed more memory than it may have',
  processor: 'computed longer than it may',
  wall: 'took longer than it may, its requests included',
  answer: 'gave back more than it may',
  engine: 'could not be run to its end',
};

/** What the caller is told of a call that gave no result. `redact` strikes out what the code was given, but for a response of its own. */
export const failureOf = (
  outcome: Exclude<Outcome, { kind: 'returned' }>,
  redact: (text: string) => string,
  subject: Subject = 'formula',
): ApiError | CodeAnswer => {
  switch (outcome.kind) {
    case 'thrown':
      if (outcome.thrown.response) return new CodeAnswer(outcome.thrown.response);
      return ofThrown(outcome.thrown, redact, subject);
    case 'unusable':
      return new ApiError('reactor-code', codeFault(outcome));
    case 'stuck':
      return new ApiError('reactor-failed', `The promise of the ${subject} can never be settled.`);
    case 'stopped':
      return new ApiError('reactor-failed', `The ${subject} ${stopped[outcome.by]}.`);
  }
};
