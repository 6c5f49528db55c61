import { AggregatorRegistry } from 'prom-client';
import type { MetricValues } from './prometheus.ts';

/** What only grows, and would seem to begin anew if the part of a thread that has ended were left out. */
const grows = ({ type }: MetricValues): boolean => ['counter', 'histogram'].includes(String(type));

/** A metric of which there is one in the process is taken as it is. */
const known = (metric: MetricValues): MetricValues =>
  metric.name.startsWith('process_') ? Object.assign({}, metric, { aggregator: 'first' }) : metric;

const add = (all: readonly (readonly MetricValues[])[]) =>
  AggregatorRegistry.aggregate(all.map((metrics) => metrics.map(known)));

/**
 * Adds the metrics of several threads. Counts are added, and a gauge becomes what its metric asks for: a sum, an average, the smallest,
 * the largest. What a thread counted that has ended goes on counting, as far as it was last known.
 */
export const sumOfMetrics = () => {
  let ended: MetricValues[] = [];
  return {
    /** The text in the format of Prometheus. */
    text: (all: readonly (readonly MetricValues[])[]): Promise<string> => add([...all, ended]).metrics(),
    /** A thread has ended; these were its metrics. */
    end: async (values: readonly MetricValues[]): Promise<void> => {
      ended = await add([ended, values.filter(grows)]).getMetricsAsJSON();
    },
  };
};
