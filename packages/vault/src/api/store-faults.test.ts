import { expect, it } from 'vitest';
import { noMetrics } from '../metrics/metrics.ts';
import { StoreError, type StoreErrorCode } from '../store/errors.ts';
import { edge } from './edge.ts';

const answered = async (code: StoreErrorCode) => {
  const lines: string[] = [];
  const log = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const answer = edge(
    {
      ...{ slowDown: async () => undefined, metrics: noMetrics, clock: () => 0, newTraceId: () => 'trace' },
      log: { debug: log, info: log, warn: log, error: log },
    },
    () => Promise.reject(new StoreError(code, '/data/vault.db is as it is.')),
  );
  const { status, headers, body } = await answer(new Request('https://vault.test/tokens'), { address: '192.0.2.1' });
  return { status, retry: headers['Retry-After'], text: String(body), lines: lines.join('') };
};

// A file system that became read-only, or a disk that answers with errors, is a matter of the operator, as a full one is.
it.each(['busy', 'closed', 'full', 'unavailable', 'unwritable'] as const)(
  'a store that is %s is 503 for callers, who may come again, and the log says why',
  async (code) => {
    const { status, retry, text, lines } = await answered(code);
    expect([status, retry]).toEqual([503, '1']);
    expect(text).not.toContain('vault.db');
    expect(lines).toContain('/data/vault.db is as it is.');
  },
);

it.each(['damaged', 'newer', 'altered', 'refused'] as const)(
  'a store that is %s does not get better by itself: it is 500',
  async (code) => {
    const { status, retry, text } = await answered(code);
    expect([status, retry]).toEqual([500, undefined]);
    expect(text).not.toContain('vault.db');
  },
);
