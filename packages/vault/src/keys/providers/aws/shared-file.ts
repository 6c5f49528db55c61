import { RootKeyError } from '../../errors.ts';
import { secretIn } from '../secret-files.ts';
import type { AwsCredentials } from './sign-v4.ts';

/** The entries of a section of an INI file, such as the shared credentials file of AWS. */
const sectionOf = (text: string, name: string): Map<string, string> => {
  const entries = new Map<string, string>();
  let section: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line);
    if (header) section = header[1];
    const [, key, value] = /^\s*([^\s#;=[]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === name && key !== undefined && value !== undefined) entries.set(key.toLowerCase(), value);
  }
  return entries;
};

/** The credentials of a profile in the text of a shared credentials file. Throws `RootKeyError`, which repeats nothing of the text. */
export const credentialsIn = (text: string, profile: string, path: string): AwsCredentials => {
  const entries = sectionOf(text, profile);
  const [accessKeyId, secretAccessKey, sessionToken] = [
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
  ].map((key) => entries.get(key));
  if (accessKeyId && secretAccessKey) {
    const of = `The profile "${profile}" in ${path}`;
    return {
      accessKeyId: secretIn(accessKeyId, of),
      secretAccessKey: secretIn(secretAccessKey, of),
      sessionToken: sessionToken ? secretIn(sessionToken, of) : undefined,
    };
  }
  throw new RootKeyError(
    'missing',
    `The profile "${profile}" in ${path} holds no aws_access_key_id and aws_secret_access_key. Profiles that lead elsewhere (SSO, a process, a role) are not followed.`,
  );
};
