// The entry `@tessera/client/lazy`: the client for pages, which draw something before they call the API.
import { parseBaseUrl } from './base-url.ts';
import type { ClientOptions } from './client.ts';
import type { createClient, VaultClient } from './create-client.ts';
import { type MethodNames, methodNames } from './method-names.ts';

export { BasisTheoryApiError, BasisTheoryValidationError } from './errors.ts';

type Method = (...args: unknown[]) => Promise<unknown>;
type Found = Readonly<Record<string, unknown>>;

/** Methods by these names, which look themselves up when they are called. */
const bind = (names: MethodNames, found: () => Promise<Found>): Found =>
  Object.fromEntries(
    Object.entries(names).map(([name, inner]) => [
      name,
      inner
        ? bind(inner, async () => (await found())[name] as Found)
        : async (...args: unknown[]) => ((await found())[name] as Method)(...args),
    ]),
  );

/**
 * Makes a client with the same methods as `createClient` makes, and has its code loaded when one of them is called. That code is larger
 * than all that a page needs to show card fields.
 *
 * @param load loads the code: `import()` of this package, where the code is to be a file of its own. Each call of a method waits for it.
 * When it rejects, so does the method.
 * @throws TypeError when `apiBaseUrl` is not an absolute http or https URL, or has credentials, a query or a fragment.
 * @example
 * ```ts
 * import { createClient } from '@tessera/client';
 * import { createLazyClient } from '@tessera/client/lazy';
 *
 * const bt = createLazyClient({ apiBaseUrl: 'https://vault.example', apiKey: 'key_…' }, async () => ({ createClient }));
 * const token = await bt.tokens.create({ type: 'token', data: { ssn: '123-45-6789' } });
 * ```
 */
export const createLazyClient = (
  options: ClientOptions,
  load: () => Promise<{ readonly createClient: typeof createClient }>,
): VaultClient => {
  parseBaseUrl(options.apiBaseUrl);
  let client: VaultClient | undefined;
  return bind(methodNames, async () => {
    const code = client ? undefined : await load();
    client ??= code?.createClient(options);
    return client as unknown as Found;
  }) as unknown as VaultClient;
};
