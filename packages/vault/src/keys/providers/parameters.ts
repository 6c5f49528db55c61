import { RootKeyError } from '../errors.ts';
import { readAuthorities } from './secret-files.ts';

/** Splits what stands behind the scheme of a URI into its name and its parameters. Throws what `malformed` makes for unknown ones. */
export const parametersOf = (
  rest: string,
  known: readonly string[],
  malformed: (reason: string) => RootKeyError,
): { name: string; parameter(name: string): string | undefined } => {
  const [name = '', ...query] = rest.split('?');
  const parameters = new URLSearchParams(query.join('?'));
  for (const each of parameters.keys()) {
    if (!known.includes(each)) throw malformed(`There is no parameter "${each.slice(0, 40)}"; secrets lie in files.`);
  }
  return { name, parameter: (each) => parameters.get(each) || undefined };
};

/** The origin that a parameter `endpoint` names, in place of the usual one. Throws `RootKeyError` unless it is `https://HOST[:PORT]`. */
export const endpointOf = (endpoint: string | undefined, usual: string): string => {
  if (endpoint === undefined) return usual;
  const url = URL.parse(endpoint);
  if (url?.protocol === 'https:' && endpoint.replace(/\/$/, '') === url.origin) return url.origin;
  throw new RootKeyError(
    'malformed',
    'An endpoint is an address without path, such as endpoint=https://kms.example:8443.',
  );
};

/** The certificate authorities that a parameter `ca-file` names. */
export const authoritiesOf = (file: string | undefined): string | undefined =>
  file === undefined ? undefined : readAuthorities(file);
