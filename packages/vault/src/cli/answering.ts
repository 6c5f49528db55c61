import type { Log } from '../log/log.ts';
import type { Exposition } from '../metrics/prometheus.ts';
import { parseTrustedProxies } from '../node/client-address.ts';
import type { ListenOptions } from '../node/server.ts';
import type { Vault } from '../vault-options.ts';
import { listenOrExplain } from './listen-or-explain.ts';
import type { Live, LiveTexts } from './live-settings.ts';
import type { Values } from './options.ts';

/** What answers requests: this thread, or several that it has started. */
export interface Answering {
  /** Such as `http://127.0.0.1:4100`. */
  url: string;
  /** Rejects if requests can no longer be answered. */
  failed: Promise<never>;
  /** Takes settings that were read again. Where that takes time, it gives what to wait for. */
  renew(live: Live, texts: LiveTexts): Promise<void> | undefined;
  /** Has other threads that answer take notice that the root key has come or gone. */
  rootKeyChanged(): Promise<void>;
  /** What was counted, in the format of Prometheus. `own` is what the thread that calls this has counted. */
  metrics(own: Exposition): Promise<string>;
  /** Finishes the requests that run. */
  close(): Promise<void>;
}

/** Milliseconds that running requests may still take after a signal. */
export const drain = 10_000;

export interface Listener {
  values: Values<'host' | 'port' | 'trusted-proxies'>;
  live: Pick<Live, 'tls'>;
  vault: Pick<Vault, 'answer'>;
  log: Log;
  /** Is told of each caller that was cut off because it did not read its answer. */
  cut: (() => void) | undefined;
}

/** How a vault of `serve` listens. */
export const listenOptions = ({ values, live: { tls }, vault, log, cut }: Listener): ListenOptions => ({
  ...{ handle: vault.answer, host: values.host, port: values.port, drain, cut },
  trusted: parseTrustedProxies(values['trusted-proxies'] ?? ''),
  ...(tls && { tls }),
  handshakeFailed: (code) => log.debug({ code }, 'a TLS handshake failed'),
});

/** The flags that say where to listen. */
export const listenFlags = { host: 'host', port: 'port' } as const;

/** Answers requests in this thread. */
export const answerHere = async (listener: Listener): Promise<Answering> => {
  const server = await listenOrExplain(listenOptions(listener), listenFlags);
  return {
    url: server.url,
    failed: new Promise(() => undefined),
    renew: (next) => {
      if (next.tls) server.renew(next.tls);
      return undefined;
    },
    rootKeyChanged: async () => undefined,
    metrics: (own) => own.text(),
    close: server.close,
  };
};
