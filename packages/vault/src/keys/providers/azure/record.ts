import { createHash } from 'node:crypto';

/** How a key in Azure wraps: an RSA key of a vault or an HSM, or an AES key of a managed HSM. */
export const algorithms = ['RSA-OAEP-256', 'A256KW'] as const;
export type Algorithm = (typeof algorithms)[number];

/** A wrapped key as the key database keeps it. */
export interface AzureRecord {
  algorithm: Algorithm;
  /** Name and version of the key in Azure. */
  key: string;
  version: string;
  /** A key drawn for this record, wrapped by Azure. */
  outer: Uint8Array;
  /** The wrapped key, under that key and the context. */
  inner: Uint8Array;
  /** Of what is above and the context, by Azure; empty where wrapping already proves who wrapped. */
  signature: Uint8Array;
}

const prefix = 'azurekv:1';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'base64url'));

/** Tells a record that was damaged before Azure is asked about a key or version that never was. It is no secret, and proves nothing. */
const checksum = (body: string): string => createHash('sha256').update(body).digest('base64url').slice(0, 12);

/** What is signed. */
export const signedPart = ({ algorithm, key, version, outer, inner }: Omit<AzureRecord, 'signature'>): string =>
  [prefix, algorithm, key, version, text(outer), text(inner)].join(':');

export const writeRecord = (record: AzureRecord): Uint8Array => {
  const body = `${signedPart(record)}:${text(record.signature)}`;
  return Buffer.from(`${body}:${checksum(body)}`, 'latin1');
};

const form =
  /^azurekv:1:(RSA-OAEP-256|A256KW):([0-9A-Za-z-]{1,127}):([0-9A-Za-z]{1,64}):([\w-]{1,1400}):([\w-]{54}):([\w-]{0,1400}):([\w-]{12})$/;

/** The inverse; nothing for bytes that are no record, or were damaged. */
export const readRecord = (record: Uint8Array): AzureRecord | undefined => {
  const whole = Buffer.from(record).toString('latin1');
  const parts = whole.length > 5000 ? null : form.exec(whole);
  if (!parts || checksum(whole.slice(0, whole.lastIndexOf(':'))) !== parts[7]) return undefined;
  const [, name, key = '', version = '', outer = '', inner = '', signature = ''] = parts;
  const algorithm = algorithms.find((each) => each === name);
  if (algorithm === undefined) return undefined;
  return { algorithm, key, version, outer: bytes(outer), inner: bytes(inner), signature: bytes(signature) };
};
