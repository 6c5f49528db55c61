import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BasisTheoryApiError, createClient } from '@tessera/client';
import { StartError } from './options.ts';

/** The keys of the demo, as `demo.json` keeps them. Neither the shop nor its pages get the management key. */
interface Keys {
  managementKey: string;
  /** For pages: creates tokens and reads nothing. */
  elementsKey?: string;
  /** For the shop's server: reads cards at a lower impact level than theirs, and so masked. */
  serverKey?: string;
  /** For the shop's server as well: allows a page's session to show a card in full. */
  revealKey?: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'demo.json');

export const readKeys = (dataDir: string): Keys | undefined =>
  existsSync(fileOf(dataDir))
    ? JSON.parse(readFileSync(fileOf(dataDir), 'utf8'))
    : undefined;

/** Replaces the file as a whole, so that a power cut leaves either the old one or the new one. */
export const writeKeys = (dataDir: string, keys: Keys): void => {
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const page = {
  name: 'Slow Kiln checkout page',
  type: 'elements',
  permissions: ['token:pci:create', 'token:bank:create', 'token:general:create'],
} as const;

const server = {
  name: 'Slow Kiln server',
  type: 'server_to_server',
  permissions: [
    'token:pci:read:low',
    'token:bank:read:low',
    'token:pci:use:proxy',
    'token:bank:use:reactor',
  ],
} as const;

const reveal = {
  name: 'Slow Kiln reveals',
  type: 'server_to_server',
  permissions: ['token:pci:read:high'],
} as const;

/** The keys of the shop. Creates those that are missing through the API. */
export const shopKeys = async (dataDir: string, apiBaseUrl: string) => {
  const keys = readKeys(dataDir);
  if (!keys) throw new StartError(`${fileOf(dataDir)} is gone.`);
  const { applications } = createClient({ apiBaseUrl, apiKey: keys.managementKey });

  try {
    keys.elementsKey ??= await newKey(applications, page);
    keys.serverKey ??= await newKey(applications, server);
    keys.revealKey ??= await newKey(applications, reveal);
    writeKeys(dataDir, keys);
    // These calls also find out now, and not at the first payment, whether the vault knows these keys.
    await permit(applications, keys.serverKey, server);
    await permit(applications, keys.elementsKey, page);
    await permit(applications, keys.revealKey, reveal);
  } catch (error) {
    if (!(error instanceof BasisTheoryApiError) || error.status !== 401) throw error;
    throw new StartError(
      `The vault in ${dataDir} does not know the keys in ${fileOf(dataDir)}: one of the two was replaced. ` +
        'Delete the folder to begin anew, or name another with --data-dir.',
    );
  }
  const { managementKey, elementsKey, serverKey, revealKey } = keys;
  return { managementKey, elementsKey, serverKey, revealKey };
};

type Wanted = typeof page | typeof server | typeof reveal;

/** Adds permissions that the shop needs and a key of an earlier version lacks. */
const permit = async (
  applications: Applications,
  apiKey: string,
  { name, permissions }: Wanted,
) => {
  const { id, permissions: held = [] } = await applications.retrieveByKey({ apiKey });
  if (permissions.every((permission) => held.includes(permission))) return;
  await applications.update(id, { name, permissions: [...permissions] });
};

type Applications = ReturnType<typeof createClient>['applications'];

const newKey = async (
  applications: Applications,
  { name, type, permissions }: Wanted,
): Promise<string> => {
  const { key } = await applications.create({
    name,
    type,
    permissions: [...permissions],
  });
  if (key === undefined)
    throw new StartError('The vault answered a new application without its key.');
  return key;
};
