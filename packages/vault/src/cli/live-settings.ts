import { X509Certificate } from 'node:crypto';
import { type AllowedOrigins, parseAllowedOrigins, parseFontOrigins } from '../access/allowed-origins.ts';
import type { LogLevel } from '../log/log-writer.ts';
import type { Tls } from '../node/server.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { assertOwnSite } from './own-site.ts';
import type { Setting } from './settings.ts';
import { readTls } from './tls-files.ts';

/** The settings that `serve` reads again on SIGHUP. All others need a restart. */
export const liveSettings = [
  'allowed-origins',
  'font-origins',
  'tls-cert',
  'tls-key',
  'log-level',
] as const satisfies readonly Setting[];

/** Those settings as they can be handed to another thread; files are read, and what is in them can be used. */
export interface LiveTexts {
  allowedOrigins: string | undefined;
  fontOrigins: string | undefined;
  tls: Tls | undefined;
  logLevel: LogLevel;
}

/** Those settings in the form in which they are used. */
export interface Live {
  allowedOrigins: AllowedOrigins;
  fontOrigins: readonly string[];
  tls: Tls | undefined;
  /** When the certificate ends, in UTC. */
  certificateUntil: string | undefined;
  logLevel: LogLevel;
}

type LiveValues = Values<(typeof liveSettings)[number]>;

const tlsOf = ({ 'tls-cert': cert, 'tls-key': key }: LiveValues): Tls | undefined => {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new CommandError('--tls-cert and --tls-key go together.', 2);
  return readTls(cert, key);
};

const endOf = ({ cert }: Tls): string => new Date(new X509Certificate(cert).validTo).toISOString();

/** Puts them into that form. */
export const liveOf = ({ allowedOrigins, fontOrigins, tls, logLevel }: LiveTexts): Live => ({
  allowedOrigins: parseAllowedOrigins(allowedOrigins),
  fontOrigins: parseFontOrigins(fontOrigins),
  tls,
  certificateUntil: tls && endOf(tls),
  logLevel,
});

/** Reads them all, also the files that they name. Throws, in words for the operator, if one of them cannot be used. */
export const readLive = (
  values: LiveValues & Parameters<typeof assertOwnSite>[0],
): { live: Live; texts: LiveTexts } => {
  const texts: LiveTexts = {
    allowedOrigins: values['allowed-origins'],
    fontOrigins: values['font-origins'],
    tls: tlsOf(values),
    logLevel: values['log-level'],
  };
  const live = liveOf(texts);
  assertOwnSite(values, live.allowedOrigins);
  return { live, texts };
};
