import type { Migration } from '../../migrate.ts';
import type { Store } from '../../port.ts';
import { schema, steps } from '../table.ts';

/** Opens a store, with the table of `table.ts` when no migrations are given. It is closed when the running test ends. */
export type OpenStore = (migrations?: readonly Migration[]) => Promise<Store>;

/** An engine as the suite sees it. */
export interface Engine {
  name: string;
  /** A place with nothing in it. What it gives opens that very place each time, as another process would. */
  place(): Promise<OpenStore>;
}

/** A store of its own for the running test. */
export const freshStore = async (engine: Engine, ...sql: string[]): Promise<Store> => {
  const open = await engine.place();
  return await open(steps(...(sql.length > 0 ? sql : [schema])));
};
