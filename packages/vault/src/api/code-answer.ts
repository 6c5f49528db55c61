import { outgoing } from '../egress/headers.ts';
import type { VaultResponse } from '../http/messages.ts';
import { ownResponse } from '../http/response.ts';
import { ApiError } from '../problem.ts';
import { answerHeaders, mayPass } from '../proxy/proxy-headers.ts';
import { CodeAnswer } from '../reactors/code-answer.ts';

/** Headers that say how a body is written down, which the vault does itself. */
const ofTheBody: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'content-range']);

const may = (name: string): boolean => mayPass(name) && !ofTheBody.has(name);

/**
 * The response that code asked for, with what may pass of its headers: the same as of a destination's answer, so that code can set no
 * cookie or policy for the vault's origin. Throws every other error.
 */
export const codeAnswer = (error: unknown): VaultResponse => {
  if (!(error instanceof CodeAnswer)) throw error;
  const { status, headers, body } = error.response;
  try {
    return ownResponse(status, answerHeaders(outgoing(headers), may), body);
  } catch {
    throw new ApiError('reactor-failed', 'A header of the response that the code asked for is none.');
  }
};
