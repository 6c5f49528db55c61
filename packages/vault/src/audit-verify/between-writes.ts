import type { Store } from '../store/port.ts';
import { lastWrites, type TokenWrite } from './token-writes.ts';

/** How often something may be written between the looks at its audit; then it is left to the next time. */
const looks = 5;

/**
 * Reads something that seemed wrong together with its last audit row. A vault may be writing meanwhile, so the audit row is read before
 * and after: when both are the same, what was read in between is what it tells of. `undefined` if it is written all the time.
 */
export const readBetweenWrites = async <Row>(
  store: Store,
  tenantId: string,
  id: string,
  read: () => Promise<Row | undefined>,
): Promise<{ row: Row | undefined; write: TokenWrite | undefined } | undefined> => {
  const lastWrite = async () => (await lastWrites(store, tenantId, [id])).get(id);
  for (let look = 1; look <= looks; look += 1) {
    const before = await lastWrite();
    const row = await read();
    const write = await lastWrite();
    if (before?.n === write?.n) return { row, write };
  }
  return undefined;
};
