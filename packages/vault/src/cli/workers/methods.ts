import type { KeyObject } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { WrapContext } from '../../keys/root-key.ts';
import type { MetricValues } from '../../metrics/prometheus.ts';
import type { SandboxBorrower, SandboxLender } from '../../sandbox/lent.ts';
import type { DatabaseName } from '../../storage/data-dir.ts';
import type { LiveTexts } from '../live-settings.ts';
import type { Values } from '../options.ts';
import type { Setting } from '../settings.ts';

/** What a worker has a token do. */
export interface TokenCall {
  /** Names the key in the token. */
  uri: string;
  operation: 'wrap' | 'unwrap';
  context: WrapContext;
  key: Uint8Array;
}

/** What the thread that started the others lets them call. */
export type MainMethods = SandboxLender & {
  /** A way to the thread that writes a database in the data folder. */
  connect(name: DatabaseName): Promise<MessagePort>;
  /** The root key, if it is kept in shares and enough of them were given. */
  rootKey(): KeyObject | undefined;
  /** Has a token wrap or unwrap a key. One thread asks tokens for all: each has its sessions, and the tries at its PIN, once. */
  askToken(asked: TokenCall): Promise<Uint8Array>;
  /** Lines of the log, whole. */
  log(lines: string): void;
  /** Has all other workers write what they hold back. */
  flushOthers(): Promise<void>;
  /** The worker accepts connections. */
  listening(url: string): void;
  /** The worker cannot start, for a reason that the operator can mend. */
  refused(words: string): void;
};

/** What a worker lets that thread call. */
export type WorkerMethods = SandboxBorrower & {
  flush(): Promise<void>;
  metrics(): Promise<MetricValues[]>;
  renew(live: LiveTexts): void;
  /** The root key has come or gone. */
  rootKeyChanged(): Promise<void>;
  /** Finishes the requests that run, and resolves when everything is written. */
  stop(): Promise<void>;
};

/** What a worker is started with. */
export interface WorkerData {
  port: MessagePort;
  values: Values<Setting>;
  live: LiveTexts;
  /** Variables of the environment: the root key may be among them. */
  environment: Readonly<Record<string, string | undefined>>;
  /** What counts revoked keys (`sharedRevocations`). */
  revocations: SharedArrayBuffer;
  /** Whether there are metrics. */
  counts: boolean;
}
