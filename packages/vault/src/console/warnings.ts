import type { ConsoleOverview } from '@tessera/contract/console';
import type { DueKey } from '../keys/due-keys.ts';
import type { RootKeyState } from '../keys/port.ts';
import type { KekVersion } from '../keys/versions.ts';

type Warning = ConsoleOverview['warnings'][number];

/** Milliseconds after which entries of the audit log should long have been sealed: that happens each second. */
const sealsLate = 60_000;

const words: Readonly<Record<Warning['kind'], Omit<Warning, 'kind'>>> = {
  'store-failing': { urgent: true, message: 'The store does not keep what it is given. See the log of the vault.' },
  'root-key-unreachable': {
    urgent: true,
    message: 'The root key cannot be used. The vault works on for a while and then seals itself. See its log.',
  },
  'root-key-overdue': {
    urgent: false,
    message: 'The root key is older than its cryptoperiod: tessera-vault keys rotate --root',
  },
  'root-key-due': {
    urgent: false,
    message: 'The cryptoperiod of the root key ends soon: tessera-vault keys rotate --root',
  },
  'tenant-key-overdue': {
    urgent: false,
    message: 'The key of the tenant is older than its cryptoperiod. Rotate it.',
  },
  'tenant-key-due': {
    urgent: false,
    message: 'The cryptoperiod of the tenant’s key ends soon. Rotate it.',
  },
  'old-key-versions': {
    urgent: false,
    message: 'Old versions of the tenant’s key are still kept. Rewrap what needs them, then destroy them.',
  },
  'audit-unsealed': {
    urgent: true,
    message: 'Entries of the audit log have waited for a seal for more than a minute. See the log of the vault.',
  },
};

interface Seen {
  isReady: boolean;
  root: RootKeyState;
  versions: readonly KekVersion[];
  due: readonly DueKey[];
  /** When the oldest entry without a seal was made. */
  unsealedSince: number | undefined;
  now: number;
}

/** What needs somebody, urgent things first. */
export const warningsOf = ({ isReady, root, versions, due, unsealedSince, now }: Seen): Warning[] => {
  const applies: Readonly<Record<Warning['kind'], boolean>> = {
    'store-failing': !isReady,
    'root-key-unreachable': root.status !== 'reachable',
    'audit-unsealed': unsealedSince !== undefined && now - unsealedSince > sealsLate,
    'root-key-overdue': due.some((each) => each.key === 'root' && each.due === 'overdue'),
    'root-key-due': due.some((each) => each.key === 'root' && each.due === 'soon'),
    'tenant-key-overdue': due.some((each) => each.key === 'tenant' && each.due === 'overdue'),
    'tenant-key-due': due.some((each) => each.key === 'tenant' && each.due === 'soon'),
    'old-key-versions': versions.some(({ state }) => state === 'old'),
  };
  return (Object.keys(applies) as Warning['kind'][])
    .filter((kind) => applies[kind])
    .map((kind) => ({ kind, ...words[kind] }));
};
