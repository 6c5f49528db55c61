import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricValue,
  Registry,
  type MetricObjectWithValues as Values,
} from 'prom-client';
import type { Metrics } from './metrics.ts';
import { rootKeyCalls } from './root-key-calls.ts';

/** Bucket limits in seconds: from a read from the page cache to the longest permitted request. */
const durations = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];

/** Bucket limits in writes, up to the largest batch. */
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/**
 * Metrics of prom-client that Prometheus's own check of names refuses, because `_total` belongs to counters. Each is the sum of another
 * metric over its labels.
 */
const misnamed = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];

const rootKeyStatuses = ['reachable', 'unreachable', 'sealed'] as const;

/** A metric with all its samples, as plain data. */
export type MetricValues = Values<MetricValue<string>>;

/** Which thread of a process counts, where several answer requests: one of them, or the one that started them. */
export type Counting = 'alone' | 'main' | 'worker';

/** Metrics that a thread leaves to others: those of the process are counted once, and only threads that answer can lag. */
const left: Readonly<Record<Counting, RegExp>> = {
  alone: /^$/,
  main: /^nodejs_eventloop_lag/,
  worker: /^process_|^nodejs_version|^nodejs_active/,
};

/** Metrics, and their text in the format of Prometheus. */
export interface Exposition extends Metrics {
  contentType: string;
  text(): Promise<string>;
  /** The same as plain data, for `sumOfMetrics`. */
  values(): Promise<MetricValues[]>;
}

/**
 * The vault's metrics and those of the process (CPU, memory, open files, event loop, garbage collection), in a separate registry.
 */
export const prometheus = (counting: Counting = 'alone'): Exposition => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray())
    if (misnamed.includes(name) || left[counting].test(name)) registry.removeSingleMetric(name);

  const requests = new Histogram({
    name: 'tessera_http_request_duration_seconds',
    help: 'Requests by route pattern, method and status, from the arrival of the header to the finished answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: durations,
    registers,
  });
  const batchSizes = new Histogram({
    name: 'tessera_store_batch_writes',
    help: 'Writes that one commit of the data store held.',
    buckets: sizes,
    registers,
  });
  const batchDurations = new Histogram({
    name: 'tessera_store_batch_duration_seconds',
    help: 'Time from handing a batch to the data store until it was durable.',
    buckets: durations,
    registers,
  });
  const created = new Counter({
    name: 'tessera_tokens_created_total',
    help: 'Tokens made, by type.',
    labelNames: ['type'],
    registers,
  });
  const read = new Counter({
    name: 'tessera_tokens_read_total',
    help: 'Tokens answered to readers, by type and by what was shown: reveal (plaintext), mask or redact.',
    labelNames: ['type', 'disclosure'],
    registers,
  });
  const used = new Counter({
    name: 'tessera_tokens_used_total',
    help: 'Tokens whose data was sent on, by type and by what sent it: proxy or reactor.',
    labelNames: ['type', 'use'],
    registers,
  });

  const reactions = new Counter({
    name: 'tessera_reactions_total',
    help: 'Formulas run, by how they ended: returned, thrown, unusable (code), stuck (promise) or stopped (limits).',
    labelNames: ['outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'tessera_background_failures_total',
    help: 'Pieces of background work that failed and are tried again, by what they do.',
    labelNames: ['work'],
    registers,
  });

  const refused = new Counter({
    name: 'tessera_refused_total',
    help: 'Requests refused for now (429, 503), by the type of the problem.',
    labelNames: ['type'],
    registers,
  });
  const cut = new Counter({
    name: 'tessera_readers_cut_total',
    help: 'Callers cut off because they did not read their answer.',
    registers,
  });

  const rootKey = new Gauge({
    name: 'tessera_root_key_status',
    help: 'Whether the root key can be used: 1 for the one of reachable, unreachable and sealed that holds, 0 for the others.',
    labelNames: ['status'],
    // Each thread has keys of its own; the one that started the others speaks for the process.
    registers: counting === 'worker' ? [] : registers,
  });
  const rootKeyCall = rootKeyCalls(registers);
  const due = new Gauge({
    name: 'tessera_keys_due',
    help: 'Keys whose cryptoperiod ends soon or is over (overdue), by what they are: root, or tenant (key-encryption keys).',
    labelNames: ['key', 'due'],
    registers: counting === 'worker' ? [] : registers,
  });
  const events = new Counter({
    name: 'tessera_webhook_attempts_total',
    help: 'Attempts to deliver an event to a webhook: delivered, retried (failed, is tried again) or failed (given up).',
    labelNames: ['outcome'],
    registers,
  });
  const leftOut = new Counter({
    name: 'tessera_webhook_events_left_out_total',
    help: 'Events that were not queued for a webhook, because too many wait for it.',
    registers,
  });

  return {
    request: () => {
      const end = requests.startTimer();
      return (answered) => void end({ ...answered });
    },
    batch: (writes) => {
      const end = batchDurations.startTimer();
      return () => {
        batchSizes.observe(writes);
        end();
      };
    },
    tokenCreated: (type) => created.inc({ type }),
    tokenRead: (type, disclosure) => read.inc({ type, disclosure }),
    tokenUsed: (type, use) => used.inc({ type, use }),
    workFailed: (work) => failures.inc({ work }),
    refused: (type) => refused.inc({ type }),
    readerCut: () => cut.inc(),
    reacted: (outcome) => reactions.inc({ outcome }),
    rootKey: (now) => {
      for (const status of rootKeyStatuses) rootKey.set({ status }, status === now ? 1 : 0);
    },
    rootKeyCall,
    keysDue: (key, when, count) => due.set({ key, due: when }, count),
    eventSent: (outcome) => events.inc({ outcome }),
    eventsLeftOut: (count) => leftOut.inc(count),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    values: () => registry.getMetricsAsJSON(),
  };
};
