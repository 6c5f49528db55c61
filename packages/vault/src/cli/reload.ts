import { errorFields } from '../log/log.ts';
import type { LogWriter } from '../log/log-writer.ts';
import { type Live, type LiveTexts, liveSettings, readLive } from './live-settings.ts';
import type { Values } from './options.ts';
import { type Setting, settings } from './settings.ts';
import { isSpoken } from './spoken.ts';

type ServeValues = Values<Setting>;

const live: ReadonlySet<Setting> = new Set(liveSettings);

export interface ReloadOptions {
  /** The values that the process started with. */
  started: ServeValues;
  /** Reads flags, variables and the configuration file again. */
  again: () => ServeValues;
  log: LogWriter;
  /** Puts new settings into effect, and gives what to wait for until they are. Called only with settings that can all be used. */
  apply(next: Live, texts: LiveTexts): Promise<void> | undefined;
}

/** Settings that differ and need a restart. A listener cannot change between plain HTTP and TLS while it is open. */
const waiting = (started: ServeValues, next: ServeValues): Setting[] => {
  const changed = settings.filter((name) => !live.has(name) && started[name] !== next[name]);
  const tlsBegins = (started['tls-cert'] === undefined) !== (next['tls-cert'] === undefined);
  return tlsBegins ? [...changed, 'tls-cert', 'tls-key'] : changed;
};

/**
 * Reads the settings again that can change while the vault serves. If anything is wrong with any of them, all old ones stay, and the log
 * says what is wrong.
 */
export const reloader =
  ({ started, again, log, apply }: ReloadOptions) =>
  (): void => {
    try {
      const next = again();
      const { live: read, texts } = readLive(next);
      const tell = () => {
        log.setLevel(read.logLevel);
        log.info({ settings: liveSettings, certificate_until: read.certificateUntil }, 'settings read again');
        const restart = waiting(started, next);
        if (restart.length > 0) log.warn({ settings: restart }, 'these settings have changed and need a restart');
      };
      const applied = apply(read, texts);
      if (applied) void applied.then(tell);
      else tell();
    } catch (error) {
      const fields = { ...errorFields(error), ...(isSpoken(error) && { reason: error.message }) };
      log.error(fields, 'settings not read again: all old ones stay in effect');
    }
  };
