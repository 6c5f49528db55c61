import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../../store/testing/temporary-folder.ts';
import { TamperedError } from '../../errors.ts';
import { pkcs11RootKey } from './pkcs11.ts';
import { hasSoftHsm, softHsm, softTokens } from './testing/soft-token.ts';

/*
 * What stands wrapped in key databases of vaults whose root key is in a token. These bytes were computed apart from the code here, from
 * RFC 3394, RFC 5649, RFC 5869, NIST SP 800-38D and the layout of the context. A release that does not open them has lost the data of
 * such vaults.
 */
const answers = [
  [
    'AES-256-GCM',
    '01070707070707070707070707a4c10df7c4a47c5f6d36b82b2bfa5f300af726d8235c2ab25510f551af7599b05dd8efc003497996cd98bc6d3c9d6243',
  ],
  [
    'AES-256-KW',
    '02801b521d957e5a3602bd18a3b11512cc9fb0822dd0d34969123da8b1dab7e8072a5be56ec9b7f4c9af556b8f5c92ef705f98cd721655491210e345a9a9a5d073f8ee6f0ff32b892295ed2e60777a51b3',
  ],
  [
    'AES-256-KWP',
    '038ff30d8518f13d2c0e6fc23312e28fb3e6c8406e225ed92a2bf52bb1a63828747585f02f79084375af556b8f5c92ef705f98cd721655491210e345a9a9a5d073f8ee6f0ff32b892295ed2e60777a51b3',
  ],
] as const;

const kek = { ownerId: '0190a5b0-0000-7000-8000-000000000001', purpose: 'kek', version: 1 };
const octets = () => new Uint8Array(32).map((_, place) => place);

it.runIf(hasSoftHsm)('what a token has wrapped opens there, in each of the ways', async () => {
  const folder = temporaryFolder();
  const tokens = softTokens(folder);
  vi.stubEnv('SOFTHSM2_CONF', tokens.environment.SOFTHSM2_CONF);
  onTestFinished(() => void vi.unstubAllEnvs());
  tokens.make('payments', '1234', { label: 'root', value: Buffer.from(octets()).toString('hex') });
  const pinFile = join(folder, 'pin');
  writeFileSync(pinFile, '1234', { mode: 0o600 });
  const location = { module: softHsm.module, token: { label: 'payments' }, label: 'root' };
  const provider = pkcs11RootKey({ location, pinFile, uri: 'pkcs11:token=payments;object=root', patience: 60_000 });
  onTestFinished(provider.end);
  for (const [algorithm, answer] of answers) {
    const wrapped = new Uint8Array(Buffer.from(answer, 'hex'));
    expect(new Uint8Array(await provider.unwrap(kek, wrapped))).toEqual(new Uint8Array(32).fill(0xab));
    expect(provider.describe().algorithm).toBe(`${algorithm} in a token`);
    await expect(provider.unwrap({ ...kek, version: 2 }, wrapped)).rejects.toThrow(TamperedError);
  }
});
