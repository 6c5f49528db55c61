import type { CodeResponse } from '../sandbox/inside/protocol.ts';

/** Ends a call with a response that the code asked for (`CustomHttpResponseError`). */
export class CodeAnswer extends Error {
  override readonly name = 'CodeAnswer';
  readonly response: CodeResponse;

  constructor(response: CodeResponse) {
    super('The code ended the call with a response of its own.');
    this.response = response;
  }
}
