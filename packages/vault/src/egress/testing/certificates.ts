import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key as PEM. */
export interface Certified {
  cert: string;
  key: string;
}

/** DER (ITU-T X.690 §8): tag, length, contents. */
const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  const { length } = body;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  const bytes = length < 128 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
};

const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);

const oid = (text: string): Buffer => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const parts = rest.flatMap((part) => {
    const groups = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...parts]));
};

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

const nameOf = (common: string) => sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(common)))));

/** RFC 5280 §4.1.2.5.2: GeneralizedTime. */
const time = (milliseconds: number) =>
  der(
    0x18,
    Buffer.from(
      `${new Date(milliseconds)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .replace('Z', '')}Z`,
    ),
  );

const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));

const yes = der(0x01, Buffer.from([255]));

const alternative = (name: string) =>
  isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));

const day = 24 * 60 * 60 * 1000;

const issue = (
  subject: string,
  names: readonly string[],
  publicKey: KeyObject,
  issuer: { name: string; key: KeyObject },
  { from = Date.now() - day, until = Date.now() + day } = {},
): string => {
  const isAuthority = names.length === 0;
  const extensions = isAuthority
    ? extension('2.5.29.19', sequence(yes))
    : extension('2.5.29.17', sequence(...names.map(alternative)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(time(from), time(until)),
    nameOf(subject),
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, issuer.key));
  // An empty line before the end, as after a last line of exactly 64 characters, is refused by OpenSSL.
  const lines =
    sequence(body, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();

/**
 * An authority of its own, made without any tool, that issues certificates for names and IPv4 addresses; `from` and `until` are
 * milliseconds since the epoch (RFC 5280).
 */
export const certificateAuthority = (name = 'Test authority') => {
  const own = newKey();
  const issuer = { name, key: createPrivateKey(pem(own.privateKey)) };
  return {
    cert: issue(name, [], own.publicKey, issuer),
    issue: (
      names: readonly string[],
      { keys = newKey(), ...validity }: { from?: number; until?: number; keys?: ReturnType<typeof newKey> } = {},
    ): Certified => {
      const { publicKey, privateKey } = keys;
      return { cert: issue(names[0] ?? name, names, publicKey, issuer, validity), key: pem(privateKey) };
    },
  };
};
