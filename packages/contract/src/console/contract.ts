import type * as z from 'zod';
import { type SessionView, session } from './session.ts';

/**
 * What the console's own server answers beside the documented API, which it passes on under `/api`. The permission of a route is an
 * action of roles, or `signed-in` for everybody who is; those that are public are for everybody.
 *
 * @example
 * ```ts
 * import { consoleContract } from '@tessera/contract/console';
 *
 * consoleContract.session.retrieve.path; // '/session'
 * ```
 */
export const consoleContract = { session };

/**
 * Who is signed in to the console, in the names of the wire.
 *
 * @example
 * ```ts
 * import type { ConsoleSession } from '@tessera/contract/console';
 *
 * const nameOf = ({ operator }: ConsoleSession) => operator.name;
 * ```
 */
export type ConsoleSession = z.output<typeof SessionView>;
