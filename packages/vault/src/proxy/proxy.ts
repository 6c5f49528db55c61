import type { Caller } from '../access/authenticate.ts';
import type { Effort } from '../effort/effort.ts';
import { EgressError, type EgressFault } from '../egress/egress-error.ts';
import { outgoing } from '../egress/headers.ts';
import { costs } from '../expressions/costs.ts';
import { ExpressionError, type Json, type Scope } from '../expressions/expression.ts';
import { readBytes } from '../http/body.ts';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { passOn } from '../http/response.ts';
import { ApiError, type ProblemType } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditUse, compileReferences, openReferences } from '../tokens/detokenize.ts';
import { evaluateFor } from '../tokens/evaluate.ts';
import { tooMuchWork } from '../tokens/expression-errors.ts';
import { readTemplates } from './body.ts';
import { formPieces, type Piece, textPieces } from './pieces.ts';
import { answerHeaders, requestHeaders } from './proxy-headers.ts';
import { readTarget } from './target.ts';

/** What callers are told of each way in which a request can fail. */
const problems: Readonly<Record<EgressFault, ProblemType>> = {
  url: 'proxy-request',
  request: 'proxy-request',
  'not-allowed': 'destination-not-allowed',
  address: 'destination-not-allowed',
  busy: 'rate-limited',
  timeout: 'destination-timeout',
  aborted: 'destination-failed',
  answer: 'destination-failed',
  connect: 'destination-failed',
  resolve: 'destination-failed',
  tls: 'destination-failed',
  'too-large': 'destination-failed',
};

const asApiError = (error: unknown): unknown =>
  error instanceof EgressError
    ? new ApiError(
        problems[error.kind],
        error.message,
        error.kind === 'busy' ? { headers: { 'Retry-After': '1' } } : {},
      )
    : error;

/** Steps for each byte of a body, of decoding it and finding the places of tokens in it. */
const bodyCost = 30;

/** A text of the request in which tokens may stand, and what it is called in errors. */
interface Text {
  at: string;
  pieces: readonly Piece[];
}

/** Some texts of a request, compiled together. */
const compileTexts = async (effort: Effort, texts: readonly Text[], encode?: (text: string) => string) => {
  const slots = texts.flatMap(({ at, pieces }) =>
    pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [{ at, template: piece.template }])),
  );
  const told = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const at = slots[Number(error.path[0] ?? 0)]?.at ?? 'body';
      const message = `${error.message} (column ${error.column})`;
      if (error.isSpent) throw tooMuchWork(at, message);
      throw new ApiError('proxy-request', `Correct ${at}: ${message}`, { errors: { [at]: [message] } });
    }
  };
  const templates = slots.map(({ template }) => template);
  const expression = await told(() => compileReferences(effort, templates, encode));
  return {
    expression,
    /** The texts with values in the places of tokens. What values say is never looked at again. */
    fill: async (scope: Scope, now: () => Date): Promise<string[]> => {
      const values = await told(() => evaluateFor(effort, expression, scope, { now }));
      const write = (slot: Exclude<Piece, string>, value: Json): string => {
        if (typeof value === 'string') effort.charge(value.length * costs.percent);
        return slot.write(value);
      };
      return await told(() =>
        effort.run(() => {
          const next = (Array.isArray(values) ? values : [])[Symbol.iterator]();
          const filled = (piece: Piece) =>
            typeof piece === 'string' ? piece : write(piece, next.next().value ?? null);
          return texts.map(({ pieces }) => pieces.map(filled).join(''));
        }),
      );
    },
  };
};

/** A proxied call: who makes it, and its URL at the vault. */
export interface ProxyCall {
  request: VaultRequest;
  url: URL;
  caller: Caller;
  effort: Effort;
}

/**
 * Sends a request on to the destination it names, with the data of tokens in the places of their ids, and hands back what the
 * destination answers (API reference, Proxy). Throws `ApiError`.
 */
export const proxy = (services: Services) => {
  const { egress, clock } = services;
  const now = () => new Date(clock());

  const send = async ({ request, url, caller, effort }: ProxyCall): Promise<VaultResponse> => {
    const target = readTarget(request.headers.get('BT-PROXY-URL'), url);
    const { host } = egress.destination(caller.tenantId, target.address);
    const bytes = await readBytes(request);
    await effort.reserve(bytes.byteLength * bodyCost);
    const templates = readTemplates(bytes, {
      contentType: request.headers.get('Content-Type'),
      contentEncoding: request.headers.get('Content-Encoding'),
    });

    const fields = requestHeaders([...request.headers]);
    const head = await compileTexts(effort, [
      { at: 'query', pieces: formPieces(target.query) },
      ...fields.map(([name, value]) => ({ at: `headers.${name}`, pieces: textPieces(value) })),
    ]);
    const body =
      templates && (await compileTexts(effort, [{ at: 'body', pieces: templates.pieces }], templates.encode));
    const expressions = [head.expression, ...(body ? [body.expression] : [])];
    const { scope, tokens } = await openReferences(services, { caller, effort }, 'proxy', expressions);

    const [query = '', ...values] = await head.fill(scope, now);
    const sent = {
      tenantId: caller.tenantId,
      url: query === '' ? target.address : `${target.address}?${query}`,
      method: request.method,
      headers: outgoing(fields.map(([name], place) => [name, values[place] ?? ''])),
      body: body ? (await body.fill(scope, now)).join('') : bytes,
      signal: request.signal,
    };
    egress.destination(caller.tenantId, sent.url);
    await auditUse(services, caller, 'proxy', tokens, host);
    const answer = await egress.fetch(sent);
    return passOn(answer.status, answerHeaders(answer.headers), answer.body);
  };

  return (call: ProxyCall): Promise<VaultResponse> =>
    send(call).catch((error: unknown) => {
      throw asApiError(error);
    });
};
