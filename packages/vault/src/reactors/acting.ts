import { auditOf } from '../audit/audit-of.ts';
import type { Shown } from '../audit/shown.ts';
import type { Context } from '../context.ts';
import type { FetchRequest, FetchResponse } from '../sandbox/inside/protocol.ts';
import type { Services } from '../services.ts';

/** As which application code may use the vault, and what its code belongs to. */
export interface Acting {
  applicationId: string;
  entityType: 'reactor' | 'proxy';
  entityId: string;
}

/** What calls of code were shown, which an answer of the code may hold. */
export interface Seen {
  shown: Map<string, Shown>;
  /** Milliseconds since the epoch, at which the first part of it ends. */
  until: number;
}

export const nothingSeen = (): Seen => ({ shown: new Map(), until: Number.MAX_SAFE_INTEGER });

/** The scheme of addresses that stand for the vault itself. */
const scheme = 'vault:';

type Fetch = (request: FetchRequest, signal: AbortSignal) => Promise<FetchResponse>;

const textOf = ({ body }: FetchRequest): string | undefined =>
  body && (body.text ?? Buffer.from(body.base64 ?? '', 'base64').toString('utf8'));

/**
 * What code of a customer can reach: servers elsewhere, and the vault as an application. Before the first call of the vault, the audit says
 * that the application is used by the reactor or proxy. `settled` resolves when no call is under way any more; `answers` are what the vault
 * has told the code.
 */
export const actingFetch = (
  services: Services,
  { callAs, caller }: Pick<Context, 'callAs' | 'caller'>,
  acting: Acting,
  seen: Seen,
  elsewhere: Fetch,
) => {
  const { applicationId, entityType, entityId } = acting;
  const { tenantId } = caller;
  const underWay = new Set<Promise<unknown>>();
  const answers: string[] = [];
  let told: Promise<unknown> | undefined;

  const saw = (shown: Shown, until = Number.MAX_SAFE_INTEGER): void => {
    const { token, masked = false } = shown;
    const before = seen.shown.get(shown.entityId);
    const needs = [...new Set([...(before?.token?.needs ?? []), ...(token?.needs ?? [])])];
    const isMasked = masked && (before?.masked ?? true);
    seen.shown.set(shown.entityId, {
      ...shown,
      masked: isMasked,
      ...(token && { token: { ...token, needs, by: applicationId } }),
    });
    seen.until = Math.min(seen.until, until);
  };

  const call = async (request: FetchRequest, signal: AbortSignal): Promise<FetchResponse> => {
    const audit = auditOf(services, entityType)({ tenantId, applicationId, origin: caller.origin }, 'use', entityId);
    told ??= services.store.commit([audit]);
    await told;
    const path = request.url.slice(scheme.length);
    const { status, body } = await callAs(applicationId, {
      ...{ method: request.method, path, body: textOf(request), signal, saw },
    });
    answers.push(body);
    return { status, headers: [['content-type', 'application/json']], body: { text: body } };
  };

  const fetch: Fetch = (request, signal) => {
    if (!request.url.startsWith(scheme)) return elsewhere(request, signal);
    const calling = call(request, signal).catch(() => {
      throw new TypeError('The vault could not be asked.');
    });
    underWay.add(calling);
    return calling.finally(() => underWay.delete(calling));
  };

  return { fetch, answers, settled: async () => void (await Promise.allSettled(underWay)) };
};
