import { type PlainCalls, plainCalls } from './calls/plain-calls.ts';
import type { ElementsRequestOptions } from './calls/request-options.ts';
import { createElements, type Elements, ElementsError } from './index.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One function for each HTTP method, by the name that clients call it. */
const perMethod = <T>(make: (method: string) => T) =>
  Object.fromEntries('get post put patch delete'.split(' ').map((name) => [name, make(name.toUpperCase())])) as Record<
    Method,
    T
  >;

const refuse = async (): Promise<never> => {
  throw new ElementsError('method-not-allowed');
};

/** What published clients of this API expect of the script that they load for elements. */
export interface Seam extends Elements {
  readonly proxy: Readonly<Record<Method, ReturnType<PlainCalls['proxy']>>>;
  readonly client: Readonly<Record<Method, () => Promise<never>>>;
}

/** The elements of a key, and the calls that published clients hand over with them. */
export const createSeam = (vaultOrigin: string, apiKey: string): Seam => {
  const elements = createElements({ vaultOrigin, apiKey });
  const plain = plainCalls(vaultOrigin, apiKey);
  const { tokens, sessions } = elements;
  // Published clients hand every read over, also those that no session is about.
  const retrieve = ((id: string, options?: ElementsRequestOptions) =>
    sessions.isOpen() && options?.apiKey === undefined
      ? tokens.retrieve(id, options)
      : plain.retrieve(id, options)) as Elements['tokens']['retrieve'];
  return {
    ...elements,
    tokens: { ...tokens, retrieve },
    proxy: perMethod(plain.proxy),
    // A client for any server would take values there.
    client: perMethod(() => refuse),
  };
};
