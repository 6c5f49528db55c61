import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKeyring, openKeyring } from '../../packages/vault/src/keys/keyring.ts';
import { keyMigrations } from '../../packages/vault/src/keys/migrations.ts';
import { awsKmsRootKey } from '../../packages/vault/src/keys/providers/aws/aws-kms.ts';
import { lasting } from '../../packages/vault/src/keys/providers/lasting.ts';
import { keyArn, region, startAwsKms } from '../../packages/vault/src/keys/providers/testing/aws-stand-in.ts';
import { pooledRandom } from '../../packages/vault/src/keys/random.ts';
import type { RootKeyProvider } from '../../packages/vault/src/keys/root-key.ts';
import { createRootKeyFile, rootKeyFromFile } from '../../packages/vault/src/keys/root-key-sources.ts';
import { remoteRootKey } from '../../packages/vault/src/keys/testing/remote-root-key.ts';
import { openSqlite } from '../../packages/vault/src/store/sqlite/sqlite.ts';

/*
 * npm run bench:root-key [-- --tenants 1000]
 *
 * How long opening the keys of a vault takes with the root key in a file, and with one in a service that takes 20 ms for each call,
 * also through the client of AWS KMS over TLS.
 */

const { values } = parseArgs({ options: { tenants: { type: 'string', default: '1000' } } });
const [clock, random] = [Date.now, pooledRandom()];
const folder = mkdtempSync(join(tmpdir(), 'tessera-root-key-'));
const file = join(folder, 'root.key');
const service = remoteRootKey(1, 20);
const aws = await startAwsKms();
aws.trouble.delay = 20;
const user = aws.user();
const inAws = () =>
  awsKmsRootKey({
    ...{ origin: aws.origin, ca: aws.ca, region, key: keyArn(), clock },
    credentials: lasting(async () => ({ value: user, endsAt: Number.POSITIVE_INFINITY }), clock),
  });

/** Milliseconds, the median of five. */
const measure = async (name: string, root: () => RootKeyProvider): Promise<number> => {
  const store = await openSqlite({ path: join(folder, `${name}.db`), migrations: keyMigrations, clock });
  const keyring = await createKeyring({ store, root: root(), random, clock });
  for (let n = 0; n < Number(values.tenants); n++) {
    await keyring.createTenant(`0190a5b0-0000-7000-8000-${String(n).padStart(12, '0')}`);
  }
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await openKeyring({ store, root: root(), random, clock });
    times.push(performance.now() - start);
  }
  await store.close();
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN;
};

createRootKeyFile(file, random);
const inFile = await measure('file', () => rootKeyFromFile(file));
const inService = await measure('service', () => service.provider);
const inKms = await measure('aws', inAws);
await aws.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  [
    `Opening the keys of ${values.tenants} tenants, load ${loadavg()[0]?.toFixed(1)}:`,
    `  root key in a file                          ${inFile.toFixed(0)} ms`,
    `  root key in a service, 20 ms for each call  ${inService.toFixed(0)} ms (${(inService / inFile).toFixed(2)} x)`,
    `  root key in AWS KMS, its stand-in over TLS  ${inKms.toFixed(0)} ms (${(inKms / inFile).toFixed(2)} x)`,
    '',
  ].join('\n'),
);
