import type { StreamedBody } from '../egress/body.ts';
import { partsOf } from '../http/body.ts';
import type { VaultRequest } from '../http/messages.ts';

/** Bytes of a body that goes on as it comes, without being kept: as many as an answer may have. */
export const mostStreamed = 10_485_760;

/**
 * The body of a request as it comes in, for a destination; nothing where the request has none that is announced. One that is announced as
 * too long is refused before anything is sent.
 */
export const streamedBody = async (request: VaultRequest): Promise<StreamedBody | undefined> => {
  const announced = request.headers.get('Content-Length');
  if (announced === '0' || (announced === null && request.headers.get('Transfer-Encoding') === null)) return undefined;
  const parts = partsOf(request, mostStreamed);
  // The first part is asked for here, so that a refusal comes before a connection is made.
  const first = await parts.next();
  return {
    length: announced === null ? undefined : Number(announced),
    parts: (async function* () {
      if (!first.done) yield first.value;
      yield* parts;
    })(),
  };
};
