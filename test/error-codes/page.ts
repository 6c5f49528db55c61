import { type ErrorCode, errorTexts } from '@tessera/bridge';
import { ApiError, type ProblemType } from '../../packages/vault/src/problem.ts';
import { warnings, whenElementsFail } from './elements.ts';
import { problems } from './vault.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const code = (name: string): string => `\`${name}\``;

const ofElements = Object.entries(errorTexts)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([name, remedy]) => [code(name), whenElementsFail[name as ErrorCode], remedy]);

const ofVault = (Object.keys(problems) as ProblemType[])
  .map((type) => ({ type, status: new ApiError(type, '').status }))
  .sort((a, b) => a.status - b.status || a.type.localeCompare(b.type))
  .map(({ type, status }) => [code(type), String(status), ...problems[type]]);

/** The text of docs/errors.md. */
export const errorsPage = `# Errors

Every error that a program can tell apart, when it appears and what to do about it. This page is generated: the tables come from the code
and from \`test/error-codes\`, and a test fails when a code is missing. \`npm run docs:errors\` writes it anew.

Messages and details name properties, limits and ids. They never contain what was sent or typed.

## The vault

An error answer is problem JSON (RFC 7807). \`type\` is the code and never changes; \`title\` and \`detail\` are for people and may change.
\`errors\` has messages by property, as dotted paths, and \`instance\` is the trace id under which the vault logged the request. Answers of
\`/proxy\` have the problem under \`proxy_error\`, so that it cannot be mistaken for an answer of the destination.

Whoever has the log of the vault finds the request there by its trace id: \`trace_id\`, with the code as \`problem\`
([operations.md](operations.md#logs)).

${table(['`type`', 'status', 'when', 'what to do'], ofVault)}

What cannot be read as a request of HTTP is answered before it has a trace id or a line in the log, with \`detail\` and without a \`type\`: 408
where it did not arrive in time, 413 where its chunks have long extensions, 417 where \`Expect\` says something else than \`100-continue\`,
and 431 where its headers are too large.

## The SDK

Calls of the API reject with one of these. \`@tessera/client\`, \`@tessera/js\`, \`@tessera/react\` and \`@tessera/vue\` export the classes.

${table(
  ['class', 'when', 'what to do'],
  [
    [
      code('BasisTheoryApiError'),
      'The vault refused the call. `status` is the HTTP status and `data` the problem.',
      'See `data.type` in the table above.',
    ],
    [
      code('BasisTheoryApiError'),
      '`status` is -1: no answer came, or none that is JSON. Whether the call took effect is unknown.',
      'Check `apiBaseUrl` and the network. Repeat the call with the same `idempotencyKey`.',
    ],
    [
      code('BasisTheoryValidationError'),
      'Elements in the payload are incomplete or invalid. Nothing was sent.',
      'Show the inputs that `validation` names.',
    ],
    [code('ElementsError'), 'Something else went wrong with elements. `code` says what.', 'See the table below.'],
    [
      code('TypeError'),
      'An argument cannot be used: an `apiBaseUrl` that is no http or https URL, an empty id, an option that no header can carry.',
      'Correct the argument that the message names.',
    ],
    [code('Error'), '`init()` was not called, or was called twice.', 'Do what the message says.'],
  ],
)}

## Elements

\`code\` of an \`ElementsError\` names the reason and never changes; \`detail\` says what it is about. The script \`/js/elements.js\` has the code
as its message as well.

${table(['`code`', 'when', 'what to do'], ofElements)}

A style or font that cannot be used is no error. The element works without it and emits \`warning\`:

${table(
  ['`reason`', 'when', 'what to do'],
  Object.entries(warnings).map(([reason, cells]) => [code(reason), ...cells]),
)}

## The command line

\`tessera-vault\`, in a checkout \`npm run -s vault --\`, writes what is wrong and what to do to standard error, and ends with one of
these statuses.

${table(
  ['status', 'when', 'what to do'],
  [
    ['0', 'The command did what it was asked.', ''],
    ['1', 'The command could not do it.', 'Do what the message says.'],
    ['2', 'The command line itself is wrong: an unknown command or flag, or a missing value.', 'See its `--help`.'],
  ],
)}
`;
