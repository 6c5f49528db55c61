/** What the generator sends. Plain data, because it goes to another process. */
export interface Job {
  origin: string;
  /** The certificate of the origin's authority as PEM, where it speaks TLS. */
  authority?: string;
  method: string;
  headers: Record<string, string>;
  /** Sent in this order, again and again. */
  requests: readonly { path: string; body?: string }[];
  connections: number;
  /** The status that every answer must have. */
  status: number;
  /**
   * `requests` or `seconds`: each connection sends its next request as soon as the last is answered. `rate`: this many requests a second,
   * each at its time, whether or not earlier ones are answered. Latency counts from that time even when no connection was free, so that
   * a server that stalls cannot hide it by slowing the generator down.
   */
  load: { requests: number } | { seconds: number } | { rate: number; seconds: number };
}

/** The result of a job. Times are in milliseconds. */
export interface Result {
  requests: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Processor time of the generator. */
  processor: number;
}
