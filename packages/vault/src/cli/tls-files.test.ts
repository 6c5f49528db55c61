import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { CommandError } from './command-error.ts';
import { readTls } from './tls-files.ts';

const authority = certificateAuthority();
const { cert, key } = authority.issue(['vault.example']);
const other = authority.issue(['other.example']);
const short = authority.issue(['short.example'], { keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) });

const encrypted = createPrivateKey(key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a passphrase' })
  .toString();
const older = createPrivateKey(key)
  .export({ type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a passphrase' })
  .toString();
const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
const inDer = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }).toString('latin1');
const ofRequest = '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n';

const written = (cert: string, key: string) => {
  const folder = temporaryFolder();
  const files = [join(folder, 'cert.pem'), join(folder, 'key.pem')] as const;
  writeFileSync(files[0], cert);
  writeFileSync(files[1], key);
  return files;
};

const refusal = (certFile: string, keyFile: string): string => {
  try {
    readTls(certFile, keyFile);
    return expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    return (error as Error).message.replaceAll(certFile, 'CERT').replaceAll(keyFile, 'KEY');
  }
};

describe('the files of --tls-cert and --tls-key', () => {
  it('are read, with the whole chain, and with what other programs write beside it', () => {
    const chain = `subject=vault.example\n${cert}${authority.cert}`;
    expect(readTls(...written(chain, key))).toEqual({ cert: chain, key });
    const sec1 = createPrivateKey(key).export({ type: 'sec1', format: 'pem' }).toString();
    expect(readTls(...written(cert, sec1))).toEqual({ cert, key: sec1 });
    // One file may hold both.
    expect(readTls(...written(`${key}${cert}`, `${cert}${key}`))).toMatchObject({ key: `${cert}${key}` });
  });

  it.each([
    ['an empty certificate', '', key, '--tls-cert CERT holds no certificate (PEM). It is not PEM, or empty.'],
    ['another format', inDer, key, '--tls-cert CERT holds no certificate (PEM). It is not PEM, or empty.'],
    ['the key as certificate', key, cert, 'have --tls-cert and --tls-key changed places?'],
    ['the certificate as key', cert, cert, '--tls-key KEY holds no private key (PEM). It holds a certificate:'],
    ['a request', ofRequest, key, '--tls-cert CERT holds no certificate (PEM). It holds a request'],
    ['a file that was cut off', cert.slice(0, 300), key, 'that cannot be read, number 1 of 1. It was cut off or'],
    [
      'a chain that was cut off',
      `${cert}${authority.cert.slice(0, 200)}`,
      key,
      '--tls-cert CERT has a certificate that cannot be read, number 2 of 2.',
    ],
    ['an empty key', cert, '', '--tls-key KEY holds no private key (PEM). It is not PEM, or empty.'],
    ['a public key', cert, publicKey, '--tls-key KEY holds no private key (PEM). It holds a public key.'],
    ['a key that was cut off', cert, key.slice(0, 100), '--tls-key KEY has a private key that cannot be read.'],
    ['a passphrase', cert, encrypted, 'encrypted with a passphrase, which a server cannot be asked for. Store it'],
    ['a passphrase of older tools', cert, older, 'Store it without: openssl pkey -in KEY -out NEW'],
    ['another key', cert, other.key, '--tls-key KEY is not the key of the certificate in CERT.'],
    [
      'a chain in the wrong order',
      `${authority.cert}${cert}`,
      key,
      '--tls-cert CERT has the certificate of --tls-key as number 2. Put it first',
    ],
    ['a short key', short.cert, short.key, 'Its key is too short. Have one made with 2048 bits of RSA'],
  ])('say what is wrong where there is %s, and nothing of the key', (_, certificate, privateKey, message) => {
    const said = refusal(...written(certificate, privateKey));
    expect(said).toContain(message);
    for (const line of key.split('\n').slice(1, -2)) expect(said).not.toContain(line);
  });

  it('say which of them cannot be read, and why', () => {
    const [certFile, keyFile] = written(cert, key);
    expect(refusal(`${certFile}.old`, keyFile)).toBe(
      '--tls-cert CERT cannot be read: there is no such file or folder (ENOENT).',
    );
    const folder = join(temporaryFolder(), 'keys');
    mkdirSync(folder);
    expect(refusal(certFile, folder)).toBe('--tls-key KEY cannot be read: it is a folder (EISDIR).');
  });
});
