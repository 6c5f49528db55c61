import type { Option } from './option.ts';

/** The flags that are about keys, part of the table of all flags. */
export const keyOptions = {
  'root-key': {
    kind: 'text',
    value: 'URI',
    variable: 'TESSERA_ROOT_KEY_URI',
    help: 'Where the root key is: file:, env:, vault: or shares:',
  },
  'new-root-key': {
    kind: 'text',
    value: 'URI',
    variable: 'TESSERA_NEW_ROOT_KEY_URI',
    rare: true,
    help: 'Where the next root key is, while it is rotated',
  },
  'root-key-grace': {
    kind: 'number',
    range: [1, 10_080],
    value: 'MINUTES',
    default: '60',
    rare: true,
    help: 'How long open keys are used while the root key is out of reach',
  },
  'root-key-days': {
    kind: 'number',
    range: [1, 10_000],
    value: 'DAYS',
    default: '365',
    rare: true,
    help: 'How long a root key is used before its rotation is due',
  },
  'tenant-key-days': {
    kind: 'number',
    range: [1, 10_000],
    value: 'DAYS',
    default: '730',
    rare: true,
    help: "How long a tenant's key is used before its rotation is due",
  },
  action: { kind: 'text', value: 'ACTION', required: true, choices: ['create', 'renew'], help: 'create or renew' },
  of: { kind: 'number', value: 'NUMBER', required: true, range: [2, 20], help: 'How many shares there are' },
  need: { kind: 'number', value: 'NUMBER', required: true, range: [2, 20], help: 'How many shares give the root key' },
  root: { kind: 'switch', help: 'Replace the root key' },
  'key-version': {
    kind: 'number',
    required: true,
    range: [1, 1_000_000],
    value: 'NUMBER',
    help: 'The version to destroy; "keys status" shows them',
  },
} as const satisfies Record<string, Option>;
