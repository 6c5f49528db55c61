import type { Wire } from '@tessera/contract';
import type { EncryptionContext, Keyring, Sealed } from '../keys/port.ts';
import { invalid, invalidAll, type PropertyErrors } from '../problem.ts';
import { cast, phrases } from './cast.ts';
import type { Formula } from './formulas.ts';
import type { Reactor } from './reactors.ts';

export type Configuration = Wire['Reactor']['configuration'];

/** What may stand in an error as the name of a setting; another key of the request could be anything. */
const plainName = /^[A-Za-z_][\w.-]{0,99}$/;

/** Holds a configuration against the settings that its formula declares. Throws 400 that names each one which is wrong. */
const checkConfiguration = (settings: readonly Wire['FormulaSetting'][], configuration: Configuration): void => {
  const errors: PropertyErrors = {};
  const given = new Map(Object.entries(configuration));
  for (const { name, type } of settings) {
    const value = given.get(name);
    given.delete(name);
    if (value === undefined) errors[`configuration.${name}`] = ['Required by the formula.'];
    else if (cast(type, value) === undefined)
      errors[`configuration.${name}`] = [`The formula asks for ${phrases[type]}.`];
  }
  for (const name of given.keys()) {
    errors[plainName.test(name) ? `configuration.${name}` : 'configuration'] = [
      'The formula declares no such setting.',
    ];
  }
  if (Object.keys(errors).length > 0) throw invalidAll(errors);
};

/** A configuration with the changes of a patch: a setting that is null goes, and null in place of all removes all. */
export const patchedConfiguration = (
  before: Configuration,
  patch: Wire['PatchReactor']['configuration'],
): Configuration => {
  if (patch === undefined) return before;
  if (patch === null) return {};
  const entries = Object.entries({ ...before, ...patch });
  return Object.fromEntries(entries.filter((entry): entry is [string, Configuration[string]] => entry[1] !== null));
};

/** A configuration with its values in the types that the formula declares, whatever they were written as. */
export const typedConfiguration = (
  settings: readonly Wire['FormulaSetting'][],
  configuration: Configuration,
): Configuration => {
  const types = new Map(settings.map(({ name, type }) => [name, type]));
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [name, cast(types.get(name) ?? 'string', value) ?? value]),
  );
};

const contextOf = ({ tenantId, id, version }: Pick<Reactor, 'tenantId' | 'id' | 'version'>): EncryptionContext => ({
  tenantId,
  tokenId: id,
  type: 'reactor',
  version,
  field: 'configuration',
});

/** Seals a configuration as the data of tokens is sealed: settings are keys to other services. */
export const sealConfiguration = (
  keyring: Keyring,
  reactor: Pick<Reactor, 'tenantId' | 'id' | 'version'>,
  configuration: Configuration,
): Sealed =>
  keyring.tenant(reactor.tenantId).seal(contextOf(reactor), Buffer.from(JSON.stringify(configuration), 'utf8'));

/** Throws `TamperedError` or `KeyDestroyedError`. */
export const openConfiguration = (keyring: Keyring, reactor: Reactor): Configuration => {
  const bytes = keyring.tenant(reactor.tenantId).open(contextOf(reactor), reactor.configuration);
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
};

/** Code of a reactor takes any settings; a formula those that it declares. */
export const checkSettings = (
  { reactorId, configuration: settings }: Formula,
  { configuration, application }: { configuration: Configuration; application: string | undefined },
): void => {
  if (reactorId !== undefined) return;
  if (application !== undefined) throw invalid('application', 'Only code of a reactor acts for an application.');
  checkConfiguration(settings, configuration);
};
