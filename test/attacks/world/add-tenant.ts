/*
 * Gives a vault a second tenant, which its command line does not do yet, and prints what `init --json` prints. Run beside no
 * server: `node --conditions=@tessera/source add-tenant.ts FOLDER NAME`.
 */
import { createTenant } from '@tessera/vault';
import { openKeyring } from '../../../packages/vault/src/keys/keyring.ts';
import { pooledRandom } from '../../../packages/vault/src/keys/random.ts';
import { rootKeyFromFile } from '../../../packages/vault/src/keys/root-key-sources.ts';
import { dataDirFiles, openDataDir } from '../../../packages/vault/src/storage/data-dir.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const clock = Date.now;
const random = pooledRandom();
const { data: store, keys, close } = await openDataDir(folder, clock);
const keyring = await openKeyring({ store: keys, root: rootKeyFromFile(dataDirFiles(folder).rootKey), random, clock });
const { tenantId, applicationId, key } = await createTenant({ store, keyring, clock, random }, { name });
await close();
process.stdout.write(JSON.stringify({ tenant_id: tenantId, application_id: applicationId, key }));
