import type { Application } from '@tessera/client';

/** What an application may do with tokens of a kind: `half` where it sees them masked alone. */
export type Cell = 'full' | 'half' | 'none';

export const classifications = ['general', 'bank', 'pci', 'pii'] as const;
const impactLevels = ['low', 'moderate', 'high'] as const;

export type Held = Pick<Application, 'permissions'>;
type Level = (typeof impactLevels)[number];

const holds = ({ permissions }: Held, name: string): boolean => permissions.some((held) => held === name);

/** What is shown of tokens of a classification and impact level: the data, its masked form, or nothing. */
const reads = (held: Held, classification: string, level: Level): Cell => {
  const levels = impactLevels.filter((each) => holds(held, `token:${classification}:read:${each}`));
  // A permission to read one level is one to read those below it, and to see the masked form of those above it.
  const highest = Math.max(-1, ...levels.map((each) => impactLevels.indexOf(each)));
  if (highest >= impactLevels.indexOf(level)) return 'full';
  return highest >= 0 || holds(held, 'token:read') ? 'half' : 'none';
};

const operations = ['create', 'update', 'delete', 'use:proxy', 'use:reactor'] as const;

type Operation = `read:${Level}` | (typeof operations)[number];

export const columns: readonly Operation[] = [...impactLevels.map((level) => `read:${level}` as const), ...operations];

const onEveryToken: Readonly<Record<string, string>> = {
  create: 'token:create',
  update: 'token:update',
  delete: 'token:delete',
  'use:proxy': 'token:use',
  'use:reactor': 'token:use',
};

/** What an application without rules may do with tokens of a classification. */
export const cellOf = (held: Held, classification: string, operation: Operation): Cell => {
  const [, level] = /^read:(\w+)$/.exec(operation) ?? [];
  if (level !== undefined) return reads(held, classification, level as Level);
  const isHeld =
    holds(held, `token:${classification}:${operation}`) || holds(held, onEveryToken[operation] ?? operation);
  return isHeld ? 'full' : 'none';
};
