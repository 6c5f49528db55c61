import { RootKeyError } from '../errors.ts';
import type { PlaceOf, PlaceOptions } from './place.ts';
import { readAuthorities, readSecretFile, secretVariable } from './secret-files.ts';
import { transitRootKey } from './transit.ts';
import type { TransitLogin } from './transit-session.ts';

const malformed = (reason: string) =>
  new RootKeyError(
    'malformed',
    `${reason} A key of a transit engine is named like vault://bao.example:8200/transit/tessera?token-file=/run/tessera/token.`,
  );

const parameters = new Set(['token-file', 'role-id', 'secret-id-file', 'namespace', 'ca-file']);

const loginOf = (query: URLSearchParams, { environment, forget }: PlaceOptions): TransitLogin => {
  const [tokenFile, roleId, secretFile] = ['token-file', 'role-id', 'secret-id-file'].map((name) => query.get(name));
  if (roleId && secretFile && !tokenFile) {
    return { how: 'approle', roleId, readSecret: () => readSecretFile(secretFile) };
  }
  if (roleId || secretFile) throw malformed('role-id and secret-id-file go together, and without token-file.');
  if (tokenFile) return { how: 'token', read: () => readSecretFile(tokenFile) };
  const token = secretVariable(environment, 'VAULT_TOKEN');
  forget('VAULT_TOKEN');
  if (token) return { how: 'token', read: () => token };
  throw new RootKeyError(
    'missing',
    'The vault has nothing to prove itself with to the transit engine: name a token-file, or a role-id and secret-id-file, or set VAULT_TOKEN.',
  );
};

/** `vault://HOST:PORT/MOUNT/KEY`, with parameters that say how to log in. Always over TLS. */
export const transitPlace: PlaceOf = (rest, options) => {
  const url = URL.parse(`https:${rest}`);
  if (!url || !rest.startsWith('//') || url.hash !== '') throw malformed('That is no address.');
  if (url.username !== '' || url.password !== '') throw malformed('The address may hold no password.');
  const query = url.searchParams;
  for (const name of query.keys()) {
    if (!parameters.has(name)) throw malformed(`There is no parameter "${name.slice(0, 40)}"; secrets lie in files.`);
  }
  const segments = url.pathname.split('/').slice(1);
  const key = segments.pop() ?? '';
  const mount = segments.join('/');
  if (![key, ...segments].every((part) => /^[\w.-]{1,100}$/.test(part) && !/^\.+$/.test(part)) || mount === '') {
    throw malformed('The path holds the mount of the engine, then the name of the key.');
  }
  const uri = `vault://${url.host}/${mount}/${key}`;
  const caFile = query.get('ca-file');
  const provider = transitRootKey({
    ...{ origin: url.origin, mount, key, uri, clock: options.clock },
    namespace: query.get('namespace') ?? undefined,
    ca: caFile ? readAuthorities(caFile) : undefined,
    login: loginOf(query, options),
  });
  return { uri, keys: () => [provider], next: () => provider };
};
