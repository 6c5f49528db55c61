import type { EncryptRequest } from '@tessera/client/encrypt';
import type { Elements } from '@tessera/elements';
import { publicly } from './errors.ts';
import { loadEncrypt } from './later-code.ts';
import { loadOnce } from './load-once.ts';

const encryption = loadOnce(loadEncrypt);

/** Encrypts data in the frame of its elements, and in the page where it has none. */
export const encryptEither = async (elements: Elements | undefined, request: unknown): Promise<unknown> => {
  if (elements?.hasElement(request)) return publicly(elements.tokens.encrypt(request as never));
  const { encrypt } = await encryption();
  return encrypt(request as EncryptRequest);
};
