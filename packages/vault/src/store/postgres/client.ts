import type { ConnectionOptions } from 'node:tls';
import { Client, type ClientBase, type ClientConfig, type Connection } from 'pg';
import type { Address } from './address.ts';
import { storeError } from './errors.ts';
import { types } from './types.ts';

/**
 * A client that verifies certificates unless the URL of the database says otherwise. `pg` leaves that to Node, and then the variable
 * NODE_TLS_REJECT_UNAUTHORIZED of the whole process would decide.
 */
export class VerifyingClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    const connection: Connection & { ssl?: boolean | ConnectionOptions } = this.connection;
    if (connection.ssl === true) connection.ssl = { rejectUnauthorized: true };
    else if (connection.ssl) connection.ssl = { rejectUnauthorized: true, ...connection.ssl };
  }
}

/** How we connect, given a URL from `address.ts`. */
export const clientConfig = (connectionString: string): ClientConfig => ({
  connectionString,
  types,
  keepAlive: true,
  connectionTimeoutMillis: 5000,
  fallback_application_name: 'tessera-vault',
});

/** Settings of a session, by the names of PostgreSQL (PostgreSQL documentation, chapter 20). */
export type Settings = Readonly<Record<string, string>>;

/** Milliseconds that the first answer of a connection may take. A pooler lets us in before it has a connection to the server for us. */
const patience = 10_000;

/**
 * Makes settings for the rest of a session. They are not sent with the opening of the connection, because PgBouncer refuses it then, or
 * drops them silently when its operator has told it to ignore `options`.
 */
export const configure = async (client: ClientBase, settings: Settings): Promise<void> => {
  const text = Object.entries(settings).map(([name, value]) => `set ${name} to '${value}'`);
  const query = { text: text.join('; '), query_timeout: patience };
  await client.query(query);
};

/** Does something on a connection of its own. Every error comes out in our words. */
export const withClient = async <Result>(
  { connectionString, where }: Address,
  use: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new VerifyingClient(clientConfig(connectionString));
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
