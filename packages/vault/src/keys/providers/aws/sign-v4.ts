import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface SignOptions {
  /** Host, and port where it is not the usual one. */
  host: string;
  region: string;
  service: string;
  credentials: AwsCredentials;
  /** Milliseconds since the epoch. */
  at: number;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * The headers of a `POST /` without query, signed (AWS Signature Version 4). Names are in lower case; `headers` are signed as well.
 */
export const signV4 = (
  headers: Readonly<Record<string, string>>,
  body: string,
  { host, region, service, credentials, at }: SignOptions,
): Record<string, string> => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    ...{ host, 'x-amz-date': time },
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const fields = Object.entries(signed).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = fields.map(([name]) => name).join(';');
  const canonical = [
    ...['POST', '/', ''],
    ...fields.map(([name, value]) => `${name}:${value.trim()}`),
    ...['', names, sha256(body)],
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...signed, authorization };
};
