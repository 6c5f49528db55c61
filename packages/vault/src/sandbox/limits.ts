/** How much a call of a formula may take, and how many calls there may be. Times are milliseconds. */
export interface SandboxLimits {
  /** Bytes of the memory in which the code lives, its values and the engine's own together. At least 17 MB. */
  readonly memory: number;
  /** Time on a processor. */
  readonly processor: number;
  /** Time from the start to the answer, requests of the code included. */
  readonly wall: number;
  /** Characters of what the function gives back, as JSON. */
  readonly answer: number;
  /** Lines that the code may write to its console, each of at most a thousand characters; more are dropped. */
  readonly lines: number;
  /** Requests to other servers. */
  readonly requests: number;
  /** Timers that wait at the same time. */
  readonly timers: number;
  /** Processes at the same time, and so calls that run at the same time. */
  readonly processes: number;
  /** Calls of one tenant that run at the same time. */
  readonly perTenant: number;
  /** Calls of one tenant that wait for their turn; more are refused. */
  readonly waiting: number;
  /** Calls after which a process is replaced. */
  readonly calls: number;
  /** Processes that are kept ready for a tenant that has none. */
  readonly spare: number;
}

const megabyte = 1024 * 1024;

export const defaultLimits: SandboxLimits = {
  memory: 64 * megabyte,
  processor: 5_000,
  wall: 30_000,
  answer: megabyte,
  lines: 100,
  requests: 20,
  timers: 100,
  processes: 16,
  perTenant: 8,
  waiting: 100,
  calls: 200,
  spare: 1,
};
