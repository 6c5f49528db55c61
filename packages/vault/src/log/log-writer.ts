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
  'address',
  'application_id',
  'audit_mac',
  'audit_row',
  'audit_seal',
  'certificate_until',
  'code',
  'console',
  'console_url',
  'count',
  'duration_ms',
  'error',
  'failed',
  'method',
  'metrics_url',
  'findings',
  'missing_walls',
  'public_url',
  'operator_id',
  'problem',
  'proxy_id',
  'reactor_id',
  'reason',
  'rewrap_id',
  'rewrapped',
  'route',
  'settings',
  'signal',
  'stack',
  'status',
  'tenant_id',
  'trace_id',
  'until',
  'url',
  'verification_id',
  'version',
  'walls',
  'webhook_id',
  'work',
  'workers',
]);

/** A log whose level can be changed. */
export interface LogWriter extends Log {
  setLevel(level: LogLevel): void;
}

/** Gives the time as text. Under load, several lines are of one millisecond. */
const timeTexts = (): (() => string) => {
  let at = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, new Date(now).toISOString()];
    return text;
  };
};

/** Writes each entry as a line of JSON, with the time in UTC. `write` is given the line with its line break. */
export const logWriter = (level: LogLevel, write: (line: string) => void): LogWriter => {
  let most = logLevels.indexOf(level);
  const time = timeTexts();
  const at = (own: LogLevel) => {
    const place = logLevels.indexOf(own);
    return (fields: Fields, message: string): void => {
      if (place > most) return;
      let line = `{"level":"${own}","time":"${time()}"`;
      for (const name in fields) {
        const value = fields[name];
        if (value !== undefined && logFields.has(name))
          line += `,"${name}":${Number.isSafeInteger(value) ? value : JSON.stringify(value)}`;
      }
      write(`${line},"msg":${JSON.stringify(message)}}\n`);
    };
  };
  return {
    setLevel: (next) => {
      most = logLevels.indexOf(next);
    },
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
};
