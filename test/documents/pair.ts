/** What the documents print as `...`: a value is there, but they do not show it. */
export const elided = '…';

/** A drawn text that the documents print as a sample: a real one has digits where it has digits, and anything for its letters. */
export const like = (sample: string): string => `≈${sample}≈`;

/** The key that every sample of the documents sends; in a replay it stands for the caller's key. */
export const documentedKey = 'key_N88mVGsp3sCXkykyN2EFED';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request as the cURL sample shows it. A string is a body that is sent letter by letter. */
export interface Shown {
  method: Method;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Something that has to have happened before the pair makes sense. */
export interface Step extends Shown {
  /** The documented id that stands for the id of what this step makes. */
  makes?: string;
}

export type ApplicationType = 'server_to_server' | 'public' | 'elements' | 'management';

/** Whose key is sent: a new application, one that a step made (by its documented id), a key nobody has, or none. */
export type Caller = { type: ApplicationType; permissions: string[] } | { madeAs: string } | 'unknown key' | 'no key';

/** One request of the documents with the answer they show: `request` from the cURL sample, `call` from the Node one. */
export interface Pair {
  /** Document and heading, which together name the pair. */
  source: string;
  /** Nothing more than the permissions that the documents name for the operation. */
  caller: Caller;
  given?: Step[];
  /** When the request is made, where that is not the day of the replay. */
  at?: string;
  request: Shown;
  /** The method of the SDK, `tokens.create`, and its arguments. */
  call: string;
  args: unknown[];
  /** The SDK is made without a key, which then comes with the call. */
  keyPerCall?: true;
  status: number;
  /** The answer's body in wire names; left out where the documents show none. */
  response?: unknown;
  responseHeaders?: Record<string, string>;
}

/** An application that may do one management operation. */
export const management = (...permissions: string[]): Caller => ({ type: 'management', permissions });

/** An application on a back end, with the permissions that the documents ask for. */
export const server = (...permissions: string[]): Caller => ({ type: 'server_to_server', permissions });
