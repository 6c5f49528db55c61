import { createHash } from 'node:crypto';
import type { Handlers, Wire } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { auditRow } from '../audit/audit.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { ApiError, invalid } from '../problem.ts';
import { findProxy } from '../proxy/stored/proxies.ts';
import { messageFor, readHeaders, readMessage } from '../proxy/transforms/run-transform.ts';
import type { Subject } from '../reactors/failure.ts';
import { findFormula } from '../reactors/formulas.ts';
import { outgoing } from '../reactors/outgoing.ts';
import { findReactor } from '../reactors/reactors.ts';
import { readResult } from '../reactors/result.ts';
import { testArgument, tryCode } from '../reactors/try-code.ts';
import type { Outcome } from '../sandbox/sandbox.ts';
import type { Store } from '../store/port.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

/** Characters of test data, and of a result that is shown. */
const mostSent = 200_000;
const mostShown = 200_000;

interface TestData {
  args: Json;
  configuration: Readonly<Record<string, unknown>>;
  sourceToken: { readonly [name: string]: Json } | undefined;
}

interface Kind {
  given(data: TestData): Record<string, unknown>;
  /** Reads what the code gave back as a call would. */
  read(json: string | undefined, data: TestData): unknown;
}

/** What code of each kind gets, and what is made of what it gives back. */
const kinds: Readonly<Record<Subject, Kind>> = {
  formula: { given: testArgument, read: readResult },
  transform: {
    given: ({ args, configuration }) => ({ args, configuration }),
    read: (json, { args }) => {
      const headers = isObject(args) && isObject(args.headers ?? null) ? readHeaders(args.headers ?? null) : [];
      return messageFor(readMessage(json, { headers, body: '' }));
    },
  },
};

type Owner = 'proxy' | 'reactor' | 'reactor_formula';

/** Finds what code belongs to. */
const finders: Readonly<Record<Owner, (store: Store, tenantId: string, id: string) => Promise<unknown>>> = {
  proxy: findProxy,
  reactor: findReactor,
  reactor_formula: findFormula,
};

const spotOf = (outcome: Outcome) => {
  if (outcome.kind === 'thrown') return outcome.thrown.spot ?? null;
  return outcome.kind === 'unusable' ? (outcome.spot ?? null) : null;
};

const assertShort = (length: number): void => {
  if (length <= mostShown) return;
  throw new ApiError(
    'reactor-result',
    `It gave back ${length} characters as JSON, and the console shows ${mostShown}. Calls may be answered with a million.`,
  );
};

const refused: Parameters<typeof outgoing>[0] = {
  fetch: () => Promise.reject(new TypeError('This run may send no requests.')),
};

/**
 * Runs code with test data. It gets what was sent along and nothing of the vault, behind the walls and under the limits of reactors. Who ran
 * which code is in the audit log before it begins: by the digest of the code, and without what it was tried with.
 */
export const codeRunsOf = (services: ConsoleServices): Handlers<typeof consoleContract.codeRuns, ConsoleContext> => {
  const { store, keyring, clock, newId, sandbox, egress, budgets, guards } = services;
  const underWay = new Map<string, number>();

  /** One more run, until what it gives is called. Throws 429. */
  const enter = async (operatorId: string, tenantId: string) => {
    const { burst, seconds } = guards.runRate;
    const wait = await budgets.take(`code-run ${operatorId}`, 1 / seconds, 1, burst);
    const before = underWay.get(tenantId) ?? 0;
    const isFull = before >= guards.runsAtOnce;
    if (wait > 0 || isFull) {
      const why = isFull ? 'Other test runs of this tenant are under way.' : 'These were too many test runs.';
      throw new ApiError('rate-limited', `${why} Wait a moment.`, {
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(wait / 1000))) },
      });
    }
    underWay.set(tenantId, before + 1);
    return () => {
      const left = (underWay.get(tenantId) ?? 1) - 1;
      if (left === 0) underWay.delete(tenantId);
      else underWay.set(tenantId, left);
    };
  };

  return {
    create: async ({ identify, tenant, body }) => {
      const { operator, actor } = await identify();
      const { id: tenantId } = await tenant();
      const { kind, code, args, source_token: sourceToken, configuration, requests, of } = body;
      const data: TestData = { args: (args ?? {}) as Json, configuration, sourceToken };
      if (JSON.stringify(data).length > mostSent)
        throw invalid('args', `Test data may have ${mostSent} characters as JSON, all of it together.`);
      if (of && !(await finders[of.type](store, tenantId, of.id)))
        throw new ApiError('not-found', 'What the code belongs to does not exist, or not any more.');
      const leave = await enter(operator.id, tenantId);
      try {
        const id = newId();
        const digest = createHash('sha256').update(code).digest('hex');
        await store.commit([
          auditRow(keyring, {
            ...{ tenantId, ...actor, entityType: 'code_run', entityId: of?.id ?? id, operation: 'use' },
            ...{ createdAt: clock(), reason: `Code of a ${kind} with the SHA-256 ${digest}` },
          }),
        ]);
        const began = clock();
        const lines: string[] = [];
        const { status, body, outcome } = await tryCode(sandbox, {
          ...{ tenantId, code, subject: kind, given: kinds[kind].given(data) },
          fetch: outgoing(guards.maySend(requests) ? egress : refused, tenantId),
          line: (line) => void lines.push(line),
          read: (json) => {
            assertShort(json?.length ?? 0);
            return kinds[kind].read(json, data);
          },
        });
        const { name, message } = outcome.kind === 'thrown' ? outcome.thrown : { name: '', message: '' };
        return {
          ...{ id, status, body: body as Wire['Token']['data'] },
          thrown: outcome.kind === 'thrown' ? { name, message } : null,
          ...{ spot: spotOf(outcome), console: lines, duration_ms: Math.max(0, Math.round(clock() - began)) },
        };
      } finally {
        leave();
      }
    },
  };
};
