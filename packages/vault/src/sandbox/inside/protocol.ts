/*
 * What is said between the vault and a process in which formulas run. The vault speaks first; each of its messages is answered by
 * exactly one. Between two messages the process does nothing at all, so that the vault always knows whether code is running.
 */

/** Limits that are held inside the process, as well as outside of it. */
export interface InnerLimits {
  memory: number;
  /** Milliseconds of processor time. */
  processor: number;
  answer: number;
  lines: number;
  requests: number;
  timers: number;
}

/** What became of something that the code waits for. */
export interface Settled {
  id: number;
  /** For a request: the response. */
  value?: FetchResponse;
  /** Why it failed, in words for the code. */
  error?: string;
}

export type Order =
  /** Loads code and says whether it could be run. */
  | { kind: 'check'; code: string; limits: InnerLimits }
  /** Loads code and calls what it exports. */
  | { kind: 'run'; code: string; context: string; limits: InnerLimits }
  /** Goes on with the call. */
  | { kind: 'resume'; settled: Settled[] };

/** A body: text where it is UTF-8, else base64. */
export interface Body {
  text?: string;
  base64?: string;
}

export interface FetchRequest {
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body?: Body;
}

export interface FetchResponse {
  status: number;
  headers: [name: string, value: string][];
  body: Body;
}

/** Something that the code waits for, or waits for no longer. */
export type Want =
  | { kind: 'fetch'; id: number; request: FetchRequest }
  | { kind: 'timer'; id: number; milliseconds: number }
  | { kind: 'cancel'; id: number };

/** Where in the code of a formula, counted from 1. */
export interface Spot {
  line: number;
  column: number;
}

/** A response of the code's own. */
export interface CodeResponse {
  /** From 200 to 599. */
  status: number;
  /** Names in lower case. */
  headers: [name: string, value: string][];
  body: string;
}

/** What the code threw, as it describes itself. None of it can be believed. */
export interface Thrown {
  name: string;
  message: string;
  /** Of a typed error, the answer it asks for; of any other, the status of the response that it carries. */
  status?: number;
  typed: boolean;
  errors?: Record<string, string[]>;
  /** The response that it asks for. */
  response?: CodeResponse;
  spot?: Spot;
}

/** What stopped a call inside its process; `engine` is trouble that no limit foresaw. */
export type Limit = 'memory' | 'processor' | 'answer' | 'engine';

export type End =
  /** JSON text; nothing where the function gave nothing back. */
  | { kind: 'returned'; json: string | undefined }
  | { kind: 'thrown'; thrown: Thrown }
  /** Code that cannot be run at all. */
  | { kind: 'unusable'; reason: 'syntax' | 'load' | 'no-function'; spot?: Spot }
  /** Nothing is left that could ever settle the promise of the function. */
  | { kind: 'stuck' }
  | { kind: 'stopped'; by: Limit };

export interface Turn {
  lines: string[];
  wants: Want[];
  /** Set when the call is over, whatever it still waits for. */
  end?: End;
}

/** What holds a process, as it found by trying. A process says it in its first message, unasked. */
export interface Walls {
  /** It has no environment variables. */
  environment: boolean;
  /** It can read no file but its own code. */
  files: boolean;
  /** It can start no other process. */
  processes: boolean;
  /** It sees no network. */
  network: boolean;
  /** The system limits its files and its processor time. */
  resources: boolean;
}
