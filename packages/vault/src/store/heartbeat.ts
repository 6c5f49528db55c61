import type { Random } from '../ids.ts';
import { insertInto } from './columns.ts';
import type { Store } from './port.ts';

/** Bytes of a heartbeat. They need pages of their own, so a disk that is full has no room for them. */
const size = 8192;

/** Milliseconds after which the last heartbeat of a process that has ended is removed. */
const life = 60 * 60 * 1000;

/**
 * Proves that the store keeps what it is given: each call writes a row and removes the one before. The new row comes first, because
 * it could otherwise take the room of the old one on a disk that has none left. Processes have rows of their own, so that none waits
 * for another. Rejects as the store does.
 */
export const heartbeat = (store: Pick<Store, 'commit'>, clock: () => number, random: Random) => {
  const process = random(16);
  let beat = 0;
  return async (): Promise<void> => {
    beat += 1;
    const now = clock();
    await store.commit([
      // Random, since some engines compress what they store.
      insertInto('heartbeats', { process, beat, filler: random(size), created_at: now }),
      {
        sql: 'delete from heartbeats where (process = ? and beat < ?) or created_at < ?',
        parameters: [process, beat, now - life],
      },
    ]);
  };
};
