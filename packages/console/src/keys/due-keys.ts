import type { ConsoleKeys } from '@tessera/contract/console';

type Entry = ConsoleKeys['inventory'][number];

/**
 * The keys that are to be replaced, because their cryptoperiod is over or ends soon. An old version of the tenant's key is not one of
 * them, and neither is the active one while a newer one waits to be used: those were replaced.
 */
export const dueKeys = ({ inventory, versions }: Pick<ConsoleKeys, 'inventory' | 'versions'>) => {
  const [newest] = versions;
  const isOfVault = ({ owner }: Entry) => owner === 'vault';
  const isReplaced = (entry: Entry) => !isOfVault(entry) && entry.version !== newest?.version;
  const all = inventory.filter((entry) => (entry.due === 'soon' || entry.due === 'overdue') && !isReplaced(entry));
  return {
    count: all.length,
    isLate: all.some(({ due }) => due === 'overdue'),
    ofVault: all.some(isOfVault),
    ofTenant: all.some((entry) => !isOfVault(entry)),
  };
};

export type DueKeys = ReturnType<typeof dueKeys>;
