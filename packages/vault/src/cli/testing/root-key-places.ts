import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { softHsm, softTokens } from '../../keys/providers/pkcs11/testing/soft-token.ts';
import { startTransit } from '../../keys/providers/testing/transit-stand-in.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';

/** A key of a transit engine, and the URI that names it. */
export const transitKey = async () => {
  const transit = await startTransit();
  onTestFinished(transit.close);
  const folder = temporaryFolder();
  const [token, ca] = [join(folder, 'token'), join(folder, 'ca.pem')];
  writeFileSync(token, 's.given');
  writeFileSync(ca, transit.ca);
  return {
    transit,
    uri: `vault://${transit.host}/transit/tessera?token-file=${token}&ca-file=${ca}`,
    secret: 's.given',
  };
};

/** A key in a token of SoftHSM, which every process that is started from now on sees. */
export const tokenKey = async () => {
  const folder = temporaryFolder();
  const [secret, pinFile] = ['4711-0815', join(folder, 'pin')];
  const tokens = softTokens(folder);
  vi.stubEnv('SOFTHSM2_CONF', tokens.environment.SOFTHSM2_CONF);
  onTestFinished(() => void vi.unstubAllEnvs());
  tokens.make('payments', secret, { label: 'tessera' });
  writeFileSync(pinFile, secret, { mode: 0o600 });
  const query = `module-path=${softHsm.module}&pin-source=file:${pinFile}`;
  return { tokens, uri: `pkcs11:token=payments;object=tessera?${query}`, secret };
};
