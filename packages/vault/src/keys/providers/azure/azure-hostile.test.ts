import { constants, createSecretKey, generateKeyPairSync, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TamperedError } from '../../errors.ts';
import { pooledRandom } from '../../random.ts';
import { wrapperUnder } from '../../root-key.ts';
import { lasting } from '../lasting.ts';
import { startAzure } from '../testing/azure-stand-in.ts';
import { azureRootKey } from './azure-kv.ts';
import { fromClient } from './azure-token.ts';
import { readRecord, signedPart, writeRecord } from './record.ts';

const context = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const now = () => Date.UTC(2026, 0, 1);

/** Azure, a vault that it knows, and one that has only what `wrong` says. */
const world = async () => {
  const azure = await startAzure(now);
  onTestFinished(azure.close);
  const common = { origin: azure.origin, key: 'tessera', algorithm: 'RSA-OAEP-256', random: pooledRandom() } as const;
  const at = (token: () => Promise<{ value: string; endsAt: number }>) =>
    azureRootKey({ ...common, ca: azure.ca, uri: 'azurekv://x/keys/tessera', token: lasting(token, now) });
  const client = (secret: string) =>
    fromClient({
      ...{ authority: azure.origin, tenant: 'a-tenant', client: 'a-client', proof: { secret: () => secret } },
      ...{ resource: 'https://vault.azure.net', ca: azure.ca, clock: now },
    });
  return {
    azure,
    vault: at(client(azure.state.secret)),
    withWrongSecret: at(client('a guess')),
    withMadeUpToken: at(async () => ({ value: 'eyJ.made.up', endsAt: now() + 60_000 })),
  };
};

/**
 * A record that somebody makes who has the public half of the RSA key and no token of Azure: it looks right in every part, and would give
 * the vault a key that they know.
 */
const forge = async ({ azure, vault }: Awaited<ReturnType<typeof world>>) => {
  const genuine = readRecord(await vault.wrap(context, new Uint8Array(32).fill(1)));
  const version = azure.keys.get('tessera')?.versions[0];
  if (!genuine || !version || version.key instanceof Uint8Array) throw new RangeError('There is an RSA key.');
  const drawn = randomBytes(32);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const outer = publicEncrypt({ key: version.key.public, padding, oaepHash: 'sha256' }, drawn);
  const inner = await wrapperUnder(createSecretKey(drawn)).wrap(context, new Uint8Array(32).fill(7));
  const record = { ...genuine, outer, inner };
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return writeRecord({ ...record, signature: sign('RSA-SHA256', Buffer.from(signedPart(record)), own) });
};

describe('Azure asks who calls', () => {
  it('and refuses a wrong secret, and a token that it did not give', async () => {
    const { withWrongSecret, withMadeUpToken } = await world();
    for (const stranger of [withWrongSecret, withMadeUpToken]) {
      await expect(stranger.health()).rejects.toMatchObject({ name: 'RootKeyError', code: 'refused' });
    }
  });

  it.each(['proof', 'token'] as const)(
    'and would let in whoever asks without its check of the %s [counter-proof]',
    async (check) => {
      const { azure, withWrongSecret, withMadeUpToken } = await world();
      azure.state.checks[check] = false;
      await (check === 'proof' ? withWrongSecret : withMadeUpToken).health();
    },
  );
});

describe('a record that was made with the public half of the key in Azure alone', () => {
  it('does not open', async () => {
    const made = await world();
    await expect(made.vault.unwrap(context, await forge(made))).rejects.toThrow(TamperedError);
  });

  it('would open, and give the vault a key that somebody else knows, if nobody checked signatures [counter-proof]', async () => {
    const made = await world();
    const forged = await forge(made);
    made.azure.state.checks.signature = false;
    expect(new Uint8Array(await made.vault.unwrap(context, forged))).toEqual(new Uint8Array(32).fill(7));
  });
});
