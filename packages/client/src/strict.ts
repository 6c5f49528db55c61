import { contract, routes as routesOf, validate } from '@tessera/contract';
import { bindRoutes, type Check, type ClientOptions } from './client.ts';
import type { VaultClient } from './create-client.ts';
import { routes } from './routes.ts';

/**
 * Makes a client that checks each answer against the contract, for services and tests that want to know at once when vault
 * and client have drifted apart. It carries a validator, which is why pages use the other one.
 *
 * @throws TypeError when `apiBaseUrl` is not a base URL. Calls reject with an `Error` that names the wrong properties.
 */
export const createClient = (options: ClientOptions): VaultClient =>
  bindRoutes<typeof contract>(routes, options, checkAnswers());

function checkAnswers(): Check {
  const schemas = new Map(routesOf(contract).map(({ name, route }) => [name.join('.'), route.response]));
  return (name, answer) => {
    const schema = schemas.get(name.join('.'));
    const errors = schema && validate(schema, answer).errors;
    if (!errors) return;
    const wrong = Object.entries(errors).map(([property, messages]) => `${property}: ${messages.join(' ')}`);
    throw new Error(`The answer to ${name.join('.')} is not what the contract says. ${wrong.join(' ')}`);
  };
}
