import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Operator } from '../keys/dual-control/operators.ts';
import type { Signer } from '../keys/dual-control/proposals.ts';
import { CommandError } from './command-error.ts';
import { readText } from './read-file.ts';
import type { Terminal } from './terminal.ts';

const largest = 10_000;

const isEd25519 = (key: KeyObject | undefined): key is KeyObject => key?.asymmetricKeyType === 'ed25519';

const attempt = (read: () => KeyObject): KeyObject | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** The public key of an operator, in PEM. */
export const readOperatorPublicKey = (file: string): KeyObject => {
  const pem = readText(file, '--public-key', largest);
  if (pem.includes('PRIVATE KEY')) {
    throw new CommandError(`${file} holds a private key. Give the public one: openssl pkey -in ${file} -pubout`, 2);
  }
  const key = attempt(() => createPublicKey(pem));
  if (isEd25519(key)) return key;
  throw new CommandError(
    `${file} does not hold an Ed25519 public key in PEM, as "openssl pkey -in alice.pem -pubout" prints it.`,
    2,
  );
};

/** The operator whose private key a file holds. Asks for its passphrase where it has one. */
export const readSigner = async (
  file: string,
  operators: readonly Operator[],
  terminal: Pick<Terminal, 'secret'>,
): Promise<Signer> => {
  const pem = readText(file, '--operator-key', largest);
  const isEncrypted = pem.includes('ENCRYPTED PRIVATE KEY');
  const passphrase = isEncrypted ? await terminal.secret(`Passphrase of ${file}: `) : undefined;
  const privateKey = attempt(() => createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }));
  if (!isEd25519(privateKey)) {
    const reason = isEncrypted
      ? 'cannot be opened with this passphrase'
      : 'does not hold an Ed25519 private key in PEM';
    throw new CommandError(`--operator-key ${file} ${reason}.`);
  }
  const publicKey = createPublicKey(privateKey);
  const operator = operators.find((each) => each.publicKey.equals(publicKey));
  if (operator) return { operator, privateKey };
  throw new CommandError(`--operator-key ${file} is the key of no operator. See: tessera-vault keys operators list`);
};
