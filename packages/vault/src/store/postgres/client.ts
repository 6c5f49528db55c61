import { Client, type ClientConfig } from 'pg';
import { storeError } from './errors.ts';
import { types } from './types.ts';

/** How we connect, given a URL from `address.ts`. */
export const clientConfig = (connectionString: string): ClientConfig => ({
  connectionString,
  types,
  keepAlive: true,
  connectionTimeoutMillis: 5000,
  fallback_application_name: 'tessera-vault',
});

/** Does something on a connection of its own. Every error comes out in our words. */
export const withClient = async <Result>(
  { connectionString, where }: { connectionString: string; where: string },
  use: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client(clientConfig(connectionString));
  // Of a connection that breaks while nothing is asked; what is asked next fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    throw storeError(error, where);
  } finally {
    await client.end();
  }
};
