import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

/** The first bytes of an item: its kind, and a number below 65,536 (RFC 8949 §3). */
const head = (kind: number, number: number): Buffer => {
  if (number < 24) return Buffer.from([(kind << 5) | number]);
  if (number < 256) return Buffer.from([(kind << 5) | 24, number]);
  return Buffer.from([(kind << 5) | 25, number >> 8, number & 255]);
};

const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.byteLength), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])]);
};

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Bits of what authenticators say (WebAuthn §6.1): a person was there, and was checked; the passkey's key is included. */
const flags = { present: 1, checked: 4, included: 64 };

interface Held {
  id: Buffer;
  key: KeyObject;
  userHandle: string;
  counter: number;
}

/** What differs from an honest browser and authenticator. */
export interface Oddity {
  origin?: string;
  rpId?: string;
  type?: string;
  /** Nobody was checked. */
  unchecked?: boolean;
  /** The counter that is told. */
  counter?: number;
  /** A signature by another key. */
  forged?: boolean;
  form?: string;
}

interface Options {
  challenge: string;
}

/**
 * A browser at an origin with an authenticator that has passkeys (ES256): what it makes is checked by the same code as that of a real one.
 */
export const authenticatorAt = (origin: string) => {
  const held: Held[] = [];
  const clientData = (type: string, { challenge }: Options, odd: Oddity) =>
    Buffer.from(
      JSON.stringify({ type: odd.type ?? type, challenge, origin: odd.origin ?? origin, crossOrigin: false }),
    );
  const about = (odd: Oddity, more: number, counter: number, rest: Uint8Array = new Uint8Array()) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(odd.counter ?? counter);
    const bits = flags.present | (odd.unchecked ? 0 : flags.checked) | more;
    return Buffer.concat([
      sha256(odd.rpId ?? new URL(odd.origin ?? origin).hostname),
      Buffer.from([bits]),
      count,
      rest,
    ]);
  };

  return {
    held,
    /** `navigator.credentials.create()`. */
    make: (options: Options & { user: { id: string } }, odd: Oddity = {}) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const id = randomBytes(32);
      held.push({ id, key: privateKey, userHandle: options.user.id, counter: 0 });
      const cose: Cbor = new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const included = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.byteLength]), id, cbor(cose)]);
      const attestation: Cbor = new Map<string, Cbor>([
        ['fmt', odd.form ?? 'none'],
        ['attStmt', new Map()],
        ['authData', about(odd, flags.included, 0, included)],
      ]);
      return {
        ...{ id: text(id), rawId: text(id), type: 'public-key' as const, clientExtensionResults: {} },
        authenticatorAttachment: 'platform',
        response: {
          clientDataJSON: text(clientData('webauthn.create', options, odd)),
          attestationObject: text(cbor(attestation)),
          transports: ['internal'],
        },
      };
    },
    /** `navigator.credentials.get()` with the newest passkey, or with another one. */
    sign: (options: Options, odd: Oddity = {}, passkey = held.at(-1)) => {
      if (!passkey) throw new Error('This authenticator has no passkey.');
      passkey.counter += 1;
      const clientDataJSON = clientData('webauthn.get', options, odd);
      const authenticatorData = about(odd, 0, passkey.counter);
      const key = odd.forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : passkey.key;
      return {
        ...{ id: text(passkey.id), rawId: text(passkey.id), type: 'public-key' as const, clientExtensionResults: {} },
        response: {
          clientDataJSON: text(clientDataJSON),
          authenticatorData: text(authenticatorData),
          signature: text(sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), key)),
          userHandle: passkey.userHandle,
        },
      };
    },
  };
};

export type Authenticator = ReturnType<typeof authenticatorAt>;
