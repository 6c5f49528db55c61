import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { WatchRootKey } from '../keys/watched-root-key.ts';

/** Bucket limits in seconds: from a key in this process to a service that is asked again and again. */
const durations = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Counts and times what the providers of root keys are asked for. */
export const rootKeyCalls = (registers: Registry[]): WatchRootKey => {
  const calls = new Histogram({
    name: 'tessera_root_key_call_duration_seconds',
    help: 'Calls to the provider of the root key, with all their attempts, by its kind (scheme of the URI) and what was asked.',
    labelNames: ['provider', 'operation'],
    buckets: durations,
    registers,
  });
  const failures = new Counter({
    name: 'tessera_root_key_call_failures_total',
    help: 'Calls to the provider of the root key that failed, by its kind, what was asked, and the reason.',
    labelNames: ['provider', 'operation', 'reason'],
    registers,
  });
  const success = new Gauge({
    name: 'tessera_root_key_last_success_timestamp_seconds',
    help: 'When the provider of the root key last did what it was asked for, by its kind.',
    labelNames: ['provider'],
    // Of several threads, the one that heard from it last.
    aggregator: 'max',
    registers,
  });
  return (provider, operation) => {
    const end = calls.startTimer({ provider, operation });
    return (failure) => {
      end();
      if (failure === undefined) success.setToCurrentTime({ provider });
      else failures.inc({ provider, operation, reason: failure });
    };
  };
};
