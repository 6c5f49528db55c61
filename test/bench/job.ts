/** What the generator is to send. Plain data: it crosses to another process. */
export interface Job {
  origin: string;
  method: string;
  headers: Record<string, string>;
  /** Sent in turn, from the first again after the last. */
  requests: readonly { path: string; body?: string }[];
  connections: number;
  /** The status that every answer must have. */
  status: number;
  /**
   * `requests` or `seconds`: each connection sends its next request as soon as it is answered. `rate`: so many requests a second, each
   * at its time whether or not earlier ones are answered. One that finds no connection free counts from that time on, so that a server
   * that stalls cannot hide it by slowing the generator down.
   */
  load: { requests: number } | { seconds: number } | { rate: number; seconds: number };
}

/** What came of a job. Times are milliseconds. */
export interface Result {
  requests: number;
  perSecond: number;
  p50: number;
  p99: number;
}
