import { contract, routes as routesOf, validate } from '@tessera/contract';
import { bindRoutes, type Check, type ClientOptions } from './client.ts';
import type { VaultClient } from './create-client.ts';
import { routes } from './routes.ts';

/**
 * Makes a client that also checks each answer against the contract: for tests, and for services that want to notice at once when
 * vault and client have different versions. It includes zod, so pages use the client of `@tessera/client`.
 *
 * @throws TypeError when `apiBaseUrl` is not an absolute http or https URL. A call whose answer does not match the contract rejects
 * with an `Error` that names the wrong properties.
 * @example
 * ```ts
 * import { createClient } from '@tessera/client/strict';
 *
 * const bt = createClient({ apiBaseUrl: 'https://vault.example', apiKey: 'key_…' });
 * const { name } = await bt.tenants.retrieve();
 * ```
 */
export const createClient = (options: ClientOptions): VaultClient =>
  bindRoutes<typeof contract>(routes, options, checkAnswers()) as VaultClient;

function checkAnswers(): Check {
  const schemas = new Map(routesOf(contract).map(({ name, route }) => [name.join('.'), route.response]));
  return (name, answer) => {
    const schema = schemas.get(name.join('.'));
    const errors = schema && validate(schema, answer).errors;
    if (!errors) return;
    const wrong = Object.entries(errors).map(([property, messages]) => `${property}: ${messages.join(' ')}`);
    throw new Error(`The answer to ${name.join('.')} does not match the contract. ${wrong.join(' ')}`);
  };
}
