import { type ApplicationType, permissions } from './permissions.ts';

/** What an application of a common job is: its type, and the permissions that the job needs. */
export interface Preset {
  type: ApplicationType;
  permissions: readonly string[];
  /** The job, in a few words. */
  job: string;
}

const holding = (operations: RegExp): string[] =>
  permissions.map(({ type }) => type).filter((name) => operations.test(name));

const onTokens = (...operations: string[]): string[] => holding(new RegExp(`^token:\\w+:(${operations.join('|')})$`));

/** Jobs by the names that the command line has for them. Each is on tokens of every classification. */
export const presets = {
  page: { type: 'elements', permissions: onTokens('create'), job: 'fields in pages: creates tokens' },
  server: {
    type: 'server_to_server',
    permissions: onTokens('create', 'read:high', 'update', 'delete'),
    job: 'a back end: creates, reads, changes and deletes tokens',
  },
  read: { type: 'server_to_server', permissions: onTokens('read:high'), job: 'reads tokens in plaintext' },
  proxy: { type: 'server_to_server', permissions: onTokens('use:proxy'), job: 'sends tokens through the proxy' },
  reactor: { type: 'server_to_server', permissions: onTokens('use:reactor'), job: 'runs reactors on tokens' },
  reports: {
    type: 'management',
    permissions: ['log:read', 'report:read'],
    job: 'reads the audit log and usage reports',
  },
  operator: {
    type: 'management',
    permissions: permissions.filter((each) => each.application_types.includes('management')).map(({ type }) => type),
    job: 'manages tenant, applications and reactors',
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
