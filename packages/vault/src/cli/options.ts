import { roleNames } from '@tessera/contract/console';
import { applicationTypes } from '../access/permissions.ts';
import { type PresetName, presets } from '../access/presets.ts';
import { logLevels } from '../log/log-writer.ts';
import { consoleOptions } from './console-options.ts';
import { keyOptions } from './key-options.ts';
import type { Option } from './option.ts';

/** All flags of all commands. Parsing, help and environment variables are derived from this table. */
export const options = {
  'data-dir': { kind: 'text', value: 'DIR', default: './.tessera', help: 'Folder of databases and root key' },
  'database-url': { kind: 'text', value: 'URL', secret: true, help: 'PostgreSQL in place of databases in the folder' },
  ...keyOptions,
  config: { kind: 'text', value: 'FILE', help: 'JSON file of settings' },
  tenant: { kind: 'text', value: 'NAME', required: true, help: 'Name of the tenant' },
  'tenant-id': { kind: 'text', value: 'ID', help: 'Only this tenant, else all' },
  'application-id': {
    kind: 'text',
    value: 'ID',
    required: true,
    help: 'The application; "applications list" shows them',
  },
  name: { kind: 'text', value: 'NAME', required: true, help: 'Name of the application or the person' },
  role: { kind: 'text', value: 'ROLE', required: true, choices: roleNames, help: `Role: ${roleNames.join(', ')}` },
  'all-tenants': { kind: 'switch', help: 'All tenants, also those made later' },
  'operator-id': { kind: 'text', value: 'ID', required: true, help: 'The person; "operators list" shows them' },
  preset: {
    kind: 'text',
    value: 'NAME',
    choices: Object.keys(presets) as PresetName[],
    help: `Job of the key: ${Object.keys(presets).join(', ')}`,
  },
  type: { kind: 'text', value: 'TYPE', choices: applicationTypes, help: `Type: ${applicationTypes.join(', ')}` },
  permissions: { kind: 'text', value: 'LIST', help: 'Permissions, with commas between: token:pci:create,…' },
  rules: { kind: 'text', value: 'FILE', help: 'Access rules, in JSON as the API takes them, in a list' },
  overlap: {
    kind: 'number',
    range: [0, 43_200],
    value: 'MINUTES',
    default: '0',
    help: 'How long the old keys still work; 0 stops them at once',
  },
  shell: { kind: 'text', value: 'SHELL', required: true, choices: ['bash', 'zsh', 'fish'], help: 'bash, zsh or fish' },
  'test-mode': { kind: 'switch', help: 'Take documented test numbers only' },
  file: { kind: 'text', required: true, value: 'FILE', help: 'The table of ranges of card numbers, in CSV' },
  formula: { kind: 'text', required: true, value: 'FILE', help: 'The formula, in JSON as the API takes it' },
  code: { kind: 'text', required: true, value: 'FILE', help: 'The code of a formula, in JavaScript' },
  token: { kind: 'text', value: 'FILE', help: 'The token it gets, in JSON: {"type","data"}, or the data alone' },
  args: { kind: 'text', value: 'FILE', help: 'Its request parameters, as an object in JSON' },
  configuration: { kind: 'text', value: 'FILE', help: 'Its configuration, as an object in JSON' },
  log: { kind: 'text', value: 'FILE', help: 'Log of the vault, to compare seals and writes with' },
  to: { kind: 'text', value: 'PLACE', help: 'Folder to make for the backup; URI of the next root key' },
  'keys-to': { kind: 'text', value: 'DIR', help: 'Folder to make for the keys [keys in --to]' },
  from: { kind: 'text', required: true, value: 'DIR', help: 'Folder that backup has made' },
  'keys-from': { kind: 'text', value: 'DIR', help: 'Folder of the keys [keys in --from]' },
  verify: { kind: 'switch', help: 'Prove the backup and change nothing' },
  force: { kind: 'switch', help: 'Restore although something is wrong' },
  json: { kind: 'switch', help: 'Print one line of JSON' },
  port: {
    kind: 'number',
    range: [0, 65_535],
    value: 'NUMBER',
    default: '4100',
    help: 'Port to listen on; 0 takes a free one',
  },
  'metrics-port': {
    kind: 'number',
    range: [0, 65_535],
    value: 'NUMBER',
    help: 'Port of /metrics (default: none)',
  },
  'metrics-host': { kind: 'text', value: 'ADDRESS', default: '127.0.0.1', rare: true, help: 'Address of /metrics' },
  ...consoleOptions,
  host: { kind: 'text', value: 'ADDRESS', default: '127.0.0.1', help: 'Address to listen on' },
  workers: {
    kind: 'number',
    range: [1, 64],
    value: 'NUMBER',
    default: '1',
    rare: true,
    help: 'Threads that answer requests, a core for each',
  },
  'public-url': { kind: 'text', value: 'URL', help: 'Origin under which browsers reach the vault' },
  'trusted-proxies': { kind: 'text', value: 'LIST', help: 'Addresses or CIDR blocks that set X-Forwarded-For' },
  'tls-cert': { kind: 'text', value: 'FILE', help: 'Certificate chain (PEM); with --tls-key serves https' },
  'tls-key': { kind: 'text', value: 'FILE', help: 'Private key of the certificate (PEM)' },
  'allowed-origins': {
    kind: 'text',
    value: 'LIST',
    help: 'Pages that may embed fields: ORIGIN=TENANT_ID,… (default: loopback)',
  },
  'stop-unpinned-pages': {
    kind: 'switch',
    help: 'Make another tenant although pages without a named tenant stop working',
  },
  'font-origins': {
    kind: 'text',
    value: 'LIST',
    rare: true,
    help: 'From where fields may load fonts: ORIGIN,… (default: nowhere)',
  },
  'own-site': {
    kind: 'switch',
    rare: true,
    help: 'Nothing else is served on the domain of --public-url: fields start sooner',
  },
  'allowed-destinations': {
    kind: 'text',
    value: 'LIST',
    rare: true,
    help: 'Where proxy, reactors and webhooks may send requests: HOST=TENANT_ID,… (default: any public host)',
  },
  'egress-proxy': {
    kind: 'text',
    value: 'URL',
    secret: true,
    rare: true,
    help: 'Proxy through which these requests leave: http://USER:PASSWORD@HOST:PORT',
  },
  'egress-ca': {
    kind: 'text',
    value: 'FILE',
    rare: true,
    help: 'More certificate authorities (PEM) to believe destinations by',
  },
  'cvc-ttl': {
    kind: 'number',
    range: [1, 1440],
    value: 'MINUTES',
    default: '60',
    rare: true,
    help: 'How long verification codes are kept',
  },
  'elements-rate': {
    kind: 'number',
    range: [1, 100_000],
    value: 'NUMBER',
    default: '10',
    help: 'Calls a second per elements or public key and address',
  },
  rate: {
    kind: 'number',
    range: [1, 1_000_000],
    value: 'NUMBER',
    default: '1000',
    rare: true,
    help: 'Calls a second per key of any other type',
  },
  'tenant-tokens': {
    kind: 'number',
    range: [1, 1_000_000_000],
    value: 'NUMBER',
    rare: true,
    help: 'Tokens that a tenant may store in a day (default: no limit)',
  },
  'tenant-megabytes': {
    kind: 'number',
    range: [1, 10_000_000],
    value: 'NUMBER',
    rare: true,
    help: 'Megabytes that a tenant may store in a day (default: no limit)',
  },
  'default-quota': { kind: 'switch', help: 'Give the tenant the quota that serve has for all, again' },
  'elements-expressions': {
    kind: 'switch',
    rare: true,
    help: 'Let pages send masks, search indexes, fingerprint expressions',
  },
  'elements-bins': { kind: 'switch', rare: true, help: 'Let pages ask the table of BINs, once a second per address' },
  'included-tokens': {
    kind: 'number',
    range: [0, 1_000_000_000_000],
    value: 'NUMBER',
    default: '0',
    rare: true,
    help: 'Active tokens a month that usage reports call included',
  },
  'reactor-processes': {
    kind: 'number',
    range: [1, 256],
    value: 'NUMBER',
    default: '16',
    rare: true,
    help: 'Reactors that run at the same time, in a process each',
  },
  'log-level': {
    kind: 'text',
    value: 'LEVEL',
    default: 'info',
    choices: logLevels,
    help: logLevels.join(', '),
  },
} as const satisfies Record<string, Option>;

type Options = typeof options;
export type OptionName = keyof Options;

type Value<O extends Option> = O['kind'] extends 'switch'
  ? boolean
  :
      | (O extends { choices: readonly (infer Choice)[] } ? Choice : O['kind'] extends 'number' ? number : string)
      | (O extends { default: string } | { required: true } ? never : undefined);

/** The values of the named flags, with the types from the table. */
export type Values<Name extends OptionName> = { [N in Name]: Value<Options[N]> };

/** The environment variable of a flag: `TESSERA_DATA_DIR` for `--data-dir`. */
export const variableOf = (name: OptionName): string => {
  const { variable }: Option = options[name];
  return variable ?? `TESSERA_${name.toUpperCase().replaceAll('-', '_')}`;
};
