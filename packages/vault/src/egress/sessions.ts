import type { Side } from './kept.ts';
import { createRecent } from './recent.ts';

/** How many sessions are remembered. */
const most = 1000;

/** Milliseconds after which a session is not used: a handshake that goes on with one looks at no certificate. */
const longest = 600_000;

/** TLS sessions, each for its own tenant, destination and authorities. */
export const createSessions = (clock: () => number) => {
  const known = createRecent<{ session: Buffer; side: Side; since: number }>(most);
  const placeOf = ({ tenantId, name }: Side): string => JSON.stringify([tenantId, name]);
  return {
    /** `continued` says that the handshake went on with an earlier session; then the time of that one counts. */
    remember: (side: Side, session: Buffer, continued: boolean): void => {
      const place = placeOf(side);
      const since = (continued ? known.get(place)?.since : undefined) ?? clock();
      known.set(place, { session, side, since });
    },
    of: (side: Side): Buffer | undefined => {
      const found = known.get(placeOf(side));
      return found && found.side.context === side.context && clock() - found.since < longest
        ? found.session
        : undefined;
    },
  };
};
