import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Tls } from '../node/server.ts';
import { systemCode } from '../store/system-fault.ts';
import { CommandError } from './command-error.ts';
import { readText } from './read-file.ts';

/** More than any chain of certificates has, in bytes. */
const largest = 1_000_000;

/** What stands in a PEM file: `CERTIFICATE`, `EC PRIVATE KEY`, … (RFC 7468). */
const labelsIn = (pem: string): string[] =>
  [...pem.matchAll(/-----BEGIN ([A-Z\d ]+)-----/g)].map(([, label = '']) => label);

const isCertificate = (label: string) => label.endsWith('CERTIFICATE');
const isPrivateKey = (label: string) => label.endsWith('PRIVATE KEY');

/** What a file holds in place of what is wanted. */
const instead = (labels: readonly string[]): string => {
  if (labels.some(isCertificate)) return 'It holds a certificate: have --tls-cert and --tls-key changed places?';
  if (labels.some(isPrivateKey)) return 'It holds a private key: have --tls-cert and --tls-key changed places?';
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST')))
    return 'It holds a request for a certificate. Take the certificate that the authority has made from it.';
  if (labels.includes('PUBLIC KEY')) return 'It holds a public key. Take the private key that belongs to it.';
  return 'It is not PEM, or empty. openssl makes PEM of other formats.';
};

const damaged = 'It was cut off or changed: copy it again.';

/** The certificates of a chain, that of the server first. */
const readChain = (pem: string, wrong: (reason: string) => CommandError): X509Certificate[] => {
  const labels = labelsIn(pem).filter(isCertificate);
  if (labels.length === 0) throw wrong(`holds no certificate (PEM). ${instead(labelsIn(pem))}`);
  const blocks = pem.match(/-----BEGIN [A-Z\d ]*CERTIFICATE-----[^-]*-----END [A-Z\d ]*CERTIFICATE-----/g) ?? [];
  return labels.map((_, index) => {
    try {
      return new X509Certificate(blocks[index] ?? '');
    } catch {
      throw wrong(`has a certificate that cannot be read, number ${index + 1} of ${labels.length}. ${damaged}`);
    }
  });
};

const readKey = (pem: string, file: string, wrong: (reason: string) => CommandError): KeyObject => {
  const labels = labelsIn(pem);
  if (!labels.some(isPrivateKey)) throw wrong(`holds no private key (PEM). ${instead(labels)}`);
  if (labels.includes('ENCRYPTED PRIVATE KEY') || pem.includes('Proc-Type: 4,ENCRYPTED')) {
    throw wrong(
      `is encrypted with a passphrase, which a server cannot be asked for. Store it without: openssl pkey -in ${file} -out NEW`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw wrong(`has a private key that cannot be read. ${damaged}`);
  }
};

/** Why OpenSSL does not serve with a pair whose parts can be read and belong together. */
const refusals: Readonly<Record<string, string>> = {
  ERR_SSL_EE_KEY_TOO_SMALL: 'Its key is too short. Have one made with 2048 bits of RSA or more, or with P-256.',
  ERR_SSL_CA_KEY_TOO_SMALL: 'The key of an authority in it is too short. Take another authority.',
  ERR_SSL_CA_MD_TOO_WEAK: 'It is signed with SHA-1 or MD5. Have one made that is signed with SHA-256.',
};

/**
 * Reads a certificate chain and its private key. Throws `CommandError`, which says which file is wrong, why, and what to do, and repeats
 * nothing of what they hold.
 */
export const readTls = (certFile: string, keyFile: string): Tls => {
  const tls = {
    cert: readText(certFile, '--tls-cert', largest),
    key: readText(keyFile, '--tls-key', largest),
  };
  const wrongCert = (reason: string) => new CommandError(`--tls-cert ${certFile} ${reason}`);
  const wrongKey = (reason: string) => new CommandError(`--tls-key ${keyFile} ${reason}`);
  const chain = readChain(tls.cert, wrongCert);
  const key = readKey(tls.key, keyFile, wrongKey);
  const own = chain.findIndex((certificate) => certificate.checkPrivateKey(key));
  if (own > 0) {
    throw wrongCert(
      `has the certificate of --tls-key as number ${own + 1}. Put it first, before those that have signed it.`,
    );
  }
  if (own < 0) {
    throw wrongKey(
      `is not the key of the certificate in ${certFile}. They are made together: take both from the same renewal.`,
    );
  }
  try {
    createSecureContext(tls);
  } catch (error) {
    // OpenSSL's code contains no secret.
    const code = systemCode(error);
    throw wrongCert(`cannot be used (${code}). ${refusals[code] ?? 'Have the authority make another one.'}`);
  }
  return tls;
};
