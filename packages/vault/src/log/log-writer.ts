import { pino } from 'pino';
import type { Log } from './log.ts';

/** From the least that is written to the most. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];

type Fields = Parameters<Log['info']>[0];

/**
 * The only fields a log line may have. All others are dropped, so that a field that somebody adds without thinking cannot write a
 * body, a key or a value to the log.
 */
export const logFields: ReadonlySet<string> = new Set([
  'application_id',
  'audit_mac',
  'audit_row',
  'audit_seal',
  'certificate_until',
  'code',
  'console',
  'count',
  'duration_ms',
  'error',
  'method',
  'metrics_url',
  'missing_walls',
  'public_url',
  'proxy_id',
  'reactor_id',
  'reason',
  'route',
  'settings',
  'signal',
  'stack',
  'status',
  'tenant_id',
  'trace_id',
  'until',
  'url',
  'walls',
  'webhook_id',
  'work',
  'workers',
]);

const pick = (fields: Fields): Fields => {
  const picked: Record<string, Fields[string]> = {};
  for (const name in fields) if (logFields.has(name)) picked[name] = fields[name];
  return picked;
};

/** A log whose level can be changed. */
export interface LogWriter extends Log {
  setLevel(level: LogLevel): void;
}

/** Writes each entry as a line of JSON, with the time in UTC. `write` is given the line with its line break. */
export const logWriter = (level: LogLevel, write: (line: string) => void): LogWriter => {
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
    setLevel: (next) => {
      lines.level = next;
    },
    debug: (fields, message) => lines.debug(pick(fields), message),
    info: (fields, message) => lines.info(pick(fields), message),
    warn: (fields, message) => lines.warn(pick(fields), message),
    error: (fields, message) => lines.error(pick(fields), message),
  };
};
