import { isAbsolute } from 'node:path';
import type { OpenIdSettings } from '../console/openid/create-provider.ts';
import { EgressError } from '../egress/egress-error.ts';
import { readSecretFile } from '../keys/providers/secret-files.ts';
import { CommandError } from './command-error.ts';
import { providerDestination } from './egress.ts';
import type { Values } from './options.ts';
import type { Terminal } from './terminal.ts';

const flags = [
  'console-oidc-issuer',
  'console-oidc-client-id',
  'console-oidc-secret',
  'console-oidc-name',
  'console-oidc-acr',
  'console-oidc-amr',
  'console-oidc-max-age',
] as const;

export type OpenIdValues = Values<(typeof flags)[number]>;

const longestName = 60;

const wrong = (flag: (typeof flags)[number], what: string) => new CommandError(`--${flag} ${what}`, 2);

const issuerOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw wrong('console-oidc-issuer', 'must be a URL without query, such as https://login.example/realm.');
  }
  try {
    void providerDestination(url);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw wrong('console-oidc-issuer', `cannot be used. ${error.message}`);
  }
  return url;
};

/** Where the secret is: it is no flag, because what stands on a command line is seen by everybody on the machine. */
const secretOf = (uri: string | undefined, { environment, forget }: Pick<Terminal, 'environment' | 'forget'>) => {
  if (uri === undefined) return () => undefined;
  const [, scheme, rest = ''] = /^(file|env):(.+)$/.exec(uri) ?? [];
  if (scheme === 'file' && isAbsolute(rest)) {
    const read = () => readSecretFile(rest);
    try {
      read();
    } catch (error) {
      throw wrong('console-oidc-secret', `cannot be used. ${error instanceof Error ? error.message : ''}`);
    }
    return read;
  }
  if (scheme === 'env' && /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(rest)) {
    const secret = environment[rest];
    forget(rest);
    if (secret) return () => secret;
    throw wrong('console-oidc-secret', `names the variable ${rest}, which is not set.`);
  }
  throw wrong('console-oidc-secret', 'must be file: and an absolute path, or env: and the name of a variable.');
};

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** The OpenID provider that the flags name, if they name one. Throws `CommandError`. */
export const readOpenId = (
  values: OpenIdValues,
  terminal: Pick<Terminal, 'environment' | 'forget'>,
): OpenIdSettings | undefined => {
  const { 'console-oidc-issuer': issuer, 'console-oidc-client-id': clientId } = values;
  if (issuer === undefined) {
    const lonely = flags.find((flag) => values[flag] !== undefined);
    if (lonely === undefined) return undefined;
    throw wrong(lonely, 'needs --console-oidc-issuer, the provider that it is about.');
  }
  if (clientId === undefined) throw wrong('console-oidc-issuer', 'needs --console-oidc-client-id.');
  const { host } = issuerOf(issuer);
  const name = (values['console-oidc-name'] ?? host).trim();
  if (name === '' || name.length > longestName) {
    throw wrong('console-oidc-name', `takes 1 to ${longestName} characters.`);
  }
  const minutes = values['console-oidc-max-age'];
  return {
    ...{ issuer, clientId, name },
    secret: secretOf(values['console-oidc-secret'], terminal),
    acrValues: listOf(values['console-oidc-acr']),
    amrValues: listOf(values['console-oidc-amr']),
    maxAge: minutes === undefined ? undefined : minutes * 60,
  };
};
