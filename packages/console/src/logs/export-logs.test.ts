import type { Log } from '@tessera/client';
import { expect, it } from 'vitest';
import { exportLogs } from './export-logs.ts';

const log = (n: number): Log => ({
  id: `id-${n}`,
  tenantId: 'tenant',
  actorId: 'app',
  actorType: 'application',
  entityType: 'token',
  entityId: n === 1 ? '=HYPERLINK("http://evil.example")' : `token-${n}`,
  operation: 'read',
  message: 'Token read',
  createdAt: '2030-01-01T00:00:00+00:00',
});

const pages: Record<string, { data: Log[]; pagination: { next?: string } }> = {
  first: { data: [log(1), log(2)], pagination: { next: 'second' } },
  second: { data: [log(3)], pagination: {} },
};

const read = async (start = 'first') => {
  const page = pages[start];
  if (!page) throw new Error('no such page');
  return page;
};

it('reads a log to its end, tells how far it is, and writes it as CSV without formulas', async () => {
  const counts: number[] = [];
  const { parts, count, cut } = await exportLogs('csv', read, (so) => counts.push(so));
  expect({ count, cut, counts }).toEqual({ count: 3, cut: false, counts: [2, 3] });
  const [head, first] = parts.join('').split('\r\n');
  expect(head).toBe(
    '"id","created_at","actor_type","actor_id","operation","entity_type","entity_id","message","tenant_id","reason","origin","trace_id","changes"',
  );
  expect(first).toContain('"\'=HYPERLINK(""http://evil.example"")"');
});

it('writes one JSON object per line, with texts as they are', async () => {
  const { parts } = await exportLogs('jsonl', read, () => {});
  const lines = parts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id)).toEqual(['id-1', 'id-2', 'id-3']);
  expect(lines[0].entity_id).toBe('=HYPERLINK("http://evil.example")');
});

it('passes on why a page could not be read', async () => {
  await expect(
    exportLogs(
      'csv',
      () => Promise.reject(new Error('429')),
      () => {},
    ),
  ).rejects.toThrow('429');
});
