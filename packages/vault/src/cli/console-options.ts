import type { Option } from './option.ts';

/** The flags of the console, part of the table of all flags. */
export const consoleOptions = {
  'console-port': {
    kind: 'number',
    range: [0, 65_535],
    value: 'NUMBER',
    rare: true,
    help: 'Port of the console (default: none)',
  },
  'console-host': { kind: 'text', value: 'ADDRESS', default: '127.0.0.1', rare: true, help: 'Address of the console' },
  'console-public-url': {
    kind: 'text',
    value: 'URL',
    rare: true,
    help: 'Origin under which browsers reach the console',
  },
  'console-two-person': {
    kind: 'text',
    value: 'LIST',
    rare: true,
    help: 'What a second operator approves: reveal,delete-tenant,destroy-key',
  },
  'console-oidc-issuer': {
    kind: 'text',
    value: 'URL',
    rare: '--console-oidc-…',
    help: 'OpenID provider that people may sign in to the console with (default: none)',
  },
  'console-oidc-client-id': {
    kind: 'text',
    value: 'ID',
    rare: '--console-oidc-…',
    help: 'What that provider calls the console',
  },
  'console-oidc-secret': {
    kind: 'text',
    value: 'URI',
    rare: '--console-oidc-…',
    help: 'Where the secret of that client is: file:PATH or env:NAME (default: a public client)',
  },
  'console-oidc-name': {
    kind: 'text',
    value: 'NAME',
    rare: '--console-oidc-…',
    help: 'What the sign-in page calls the provider (default: its host)',
  },
  'console-oidc-acr': {
    kind: 'text',
    value: 'LIST',
    rare: '--console-oidc-…',
    help: 'Values of acr, one of which the provider has to vouch for (default: any)',
  },
  'console-oidc-amr': {
    kind: 'text',
    value: 'LIST',
    rare: '--console-oidc-…',
    help: 'Values of amr, one of which the provider has to vouch for, such as mfa (default: any)',
  },
  'console-oidc-max-age': {
    kind: 'number',
    range: [1, 43_200],
    value: 'MINUTES',
    rare: '--console-oidc-…',
    help: 'How long ago the provider may have asked the person (default: as it likes)',
  },
} as const satisfies Record<string, Option>;
