import { pino } from 'pino';
import type { Log } from './log.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'silent';

type Fields = Parameters<Log['info']>[0];

/**
 * The only fields a log line may hold. Whatever else is handed over is dropped, so that a field added in haste cannot carry
 * a body, a key or a value into a file that outlives it.
 */
export const logFields: ReadonlySet<string> = new Set([
  'application_id',
  'audit_mac',
  'audit_row',
  'audit_seal',
  'code',
  'console',
  'duration_ms',
  'error',
  'method',
  'metrics_url',
  'missing_walls',
  'public_url',
  'reactor_id',
  'reason',
  'route',
  'signal',
  'stack',
  'status',
  'tenant_id',
  'trace_id',
  'url',
  'walls',
  'work',
]);

const pick = (fields: Fields): Fields => {
  const picked: Record<string, Fields[string]> = {};
  for (const name in fields) if (logFields.has(name)) picked[name] = fields[name];
  return picked;
};

/** Log lines as JSON, one each, with the time in UTC. `write` takes a line with its end. */
export const logWriter = (level: LogLevel, write: (line: string) => void): Log => {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    info: (fields, message) => lines.info(pick(fields), message),
    warn: (fields, message) => lines.warn(pick(fields), message),
    error: (fields, message) => lines.error(pick(fields), message),
  };
};
