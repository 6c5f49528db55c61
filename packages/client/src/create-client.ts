import type { contract } from '@tessera/contract';
import { bindRoutes, type Client, type ClientOptions } from './client.ts';
import { routes } from './routes.ts';

/** The API of a vault as methods: `client.tokens.create(…)`. */
export type VaultClient = Client<typeof contract>;

/**
 * Makes a client. It sends nothing until a method is called.
 *
 * @throws TypeError when `apiBaseUrl` is not a base URL.
 */
export const createClient = (options: ClientOptions): VaultClient => bindRoutes<typeof contract>(routes, options);
