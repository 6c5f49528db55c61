import type { Log } from '@tessera/client';
import { csvRow } from './csv.ts';

/** The most entries of one file: they are held in memory until the file is whole. */
export const mostExported = 1_000_000;

/** The names of the API, so that files can be read by programs that know it. */
const columns = {
  id: ({ id }) => id,
  created_at: ({ createdAt }) => createdAt,
  actor_type: ({ actorType }) => actorType,
  actor_id: ({ actorId }) => actorId ?? '',
  operation: ({ operation }) => operation,
  entity_type: ({ entityType }) => entityType,
  entity_id: ({ entityId }) => entityId,
  message: ({ message }) => message,
  tenant_id: ({ tenantId }) => tenantId,
  reason: ({ reason }) => reason ?? '',
  origin: ({ origin }) => origin ?? '',
  trace_id: ({ traceId }) => traceId ?? '',
  changes: ({ changes }) => (changes ? JSON.stringify(changes) : ''),
} as const satisfies Record<string, (log: Log) => string>;

interface Form {
  mime: string;
  head: string;
  line(log: Log): string;
}

/** Forms of files, by the ending of their names. */
export const exportForms = {
  csv: {
    mime: 'text/csv;charset=utf-8',
    head: csvRow(Object.keys(columns)),
    line: (log) => csvRow(Object.values(columns).map((cell) => cell(log))),
  },
  jsonl: {
    mime: 'application/x-ndjson',
    head: '',
    line: (log) =>
      `${JSON.stringify(Object.fromEntries(Object.entries(columns).map(([name, cell]) => [name, cell(log)])))}\n`,
  },
} as const satisfies Record<string, Form>;

export type ExportForm = keyof typeof exportForms;

interface Page {
  data: readonly Log[];
  pagination: { next?: string | undefined };
}

/**
 * Reads a log page by page and makes a file of it.
 *
 * @param readPage reads the page at a cursor, or the first one.
 * @param progress is told after each page how many entries there are so far.
 * @returns the parts of the file, and whether it ends before the log does.
 */
export const exportLogs = async (
  form: ExportForm,
  readPage: (start: string | undefined) => Promise<Page>,
  progress: (count: number) => void,
): Promise<{ parts: string[]; count: number; cut: boolean }> => {
  const { head, line } = exportForms[form];
  const parts: string[] = [head];
  let count = 0;
  let start: string | undefined;
  do {
    const { data, pagination } = await readPage(start);
    parts.push(data.map(line).join(''));
    count += data.length;
    start = pagination.next;
    progress(count);
  } while (start !== undefined && count < mostExported);
  return { parts, count, cut: start !== undefined };
};
