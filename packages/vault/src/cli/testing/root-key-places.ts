import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { softHsm, softTokens } from '../../keys/providers/pkcs11/testing/soft-token.ts';
import { keyArn, startAwsKms } from '../../keys/providers/testing/aws-stand-in.ts';
import { startAzure } from '../../keys/providers/testing/azure-stand-in.ts';
import { keyName, startGcpKms } from '../../keys/providers/testing/gcp-stand-in.ts';
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

/** A file in a folder of its own. */
const fileWith = (name: string, text: string): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
};

/** A key in AWS KMS, whose credentials are in a shared file. */
export const awsKey = async () => {
  const kms = await startAwsKms();
  onTestFinished(kms.close);
  const { accessKeyId, secretAccessKey } = kms.user();
  const credentials = fileWith(
    'credentials',
    `[vault]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  const query = `credentials-file=${credentials}&profile=vault&ca-file=${fileWith('ca.pem', kms.ca)}`;
  return { uri: `awskms:${keyArn()}?endpoint=${kms.origin}&${query}` };
};

/** A key in Google Cloud KMS, whose credentials are the file of a service account. */
export const gcpKey = async () => {
  const kms = await startGcpKms();
  onTestFinished(kms.close);
  const query = `credentials-file=${fileWith('account.json', kms.account())}&ca-file=${fileWith('ca.pem', kms.ca)}`;
  return { uri: `gcpkms:${keyName()}?endpoint=${kms.origin}&${query}` };
};

/** An RSA key in Azure Key Vault, whose credentials are a client secret in a file. */
export const azureKey = async () => {
  const azure = await startAzure();
  onTestFinished(azure.close);
  const client = `tenant-id=a-tenant&client-id=a-client&client-secret-file=${fileWith('secret', 'a-client-secret')}`;
  azure.state.secret = 'a-client-secret';
  const query = `resource=https://vault.azure.net&login-endpoint=${azure.origin}&ca-file=${fileWith('ca.pem', azure.ca)}`;
  return { uri: `azurekv://${azure.host}/keys/tessera?${client}&${query}` };
};
