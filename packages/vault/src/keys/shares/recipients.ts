import { readFileSync } from 'node:fs';
import { RootKeyError } from '../errors.ts';

/** A custodian who gets a share encrypted, so that nobody on the way sees it. */
export interface Recipient {
  /** How the custodian is known: an age recipient, or the fingerprint of an OpenPGP key. */
  name: string;
  /** Encrypts for this custodian alone, as armored text. */
  encrypt(text: string): Promise<string>;
}

const malformed = (line: number, reason: string) => new RootKeyError('malformed', `Recipient ${line} ${reason}`);

/** Both libraries are loaded only here: they are not needed to serve, and may be left out of an installation. */
const load = async <T>(name: string, loading: Promise<T>): Promise<T> => {
  try {
    return await loading;
  } catch {
    throw new RootKeyError('missing', `The package ${name} is needed to encrypt shares: npm install ${name}`);
  }
};

const ageRecipient = async (name: string, line: number): Promise<Recipient> => {
  const { armor, Encrypter } = await load('age-encryption', import('age-encryption'));
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(name);
  } catch {
    throw malformed(line, 'is no age recipient, or was mistyped: it begins with age1, as age-keygen prints it.');
  }
  return { name, encrypt: async (text) => armor.encode(await encrypter.encrypt(text)) };
};

const readKey = (path: string, line: number): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw malformed(line, `begins not with age1, and is no file that can be read: ${path.slice(0, 200)}`);
  }
};

const openPgpRecipient = async (path: string, line: number): Promise<Recipient> => {
  const armored = readKey(path, line);
  const { createMessage, encrypt, readKeys } = await load('openpgp', import('openpgp'));
  const keys = await readKeys({ armoredKeys: armored }).catch(() => []);
  const [key] = keys;
  if (!key || keys.length > 1)
    throw malformed(line, `is a file without an armored OpenPGP key, or with several: ${path}`);
  if (key.isPrivate()) throw malformed(line, `is a private key. Custodians give their public keys: ${path}`);
  try {
    await key.getEncryptionKey();
  } catch {
    throw malformed(line, `is an OpenPGP key that has expired, was revoked, or is not for encryption: ${path}`);
  }
  return {
    name: `OpenPGP ${key.getFingerprint().toUpperCase()}`,
    encrypt: async (text) =>
      encrypt({ message: await createMessage({ text }), encryptionKeys: key, format: 'armored' }),
  };
};

/**
 * The custodians that a text names, one a line: an age recipient, or the path of a file with an OpenPGP public key. Empty lines, and those
 * that begin with `#`, say nothing. Throws `RootKeyError`, which counts recipients from 1.
 */
export const recipientsIn = async (text: string): Promise<Recipient[]> => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const recipients: Recipient[] = [];
  for (const [place, line] of lines.entries()) {
    const recipientOf = line.startsWith('age1') ? ageRecipient : openPgpRecipient;
    const recipient = await recipientOf(line, place + 1);
    if (recipients.some(({ name }) => name === recipient.name)) throw malformed(place + 1, 'stands there twice.');
    recipients.push(recipient);
  }
  return recipients;
};
