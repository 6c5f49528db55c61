import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openJwe } from '../../../../vault/src/tokens/encrypted/testing/jwe.ts';
import { encryptElements } from './encrypt-call.ts';
import { drawPair, encryptJwe } from './jwe.ts';

const keyId = '0190f0c0-0000-7000-8000-000000000000';
const { publicKey, privateKey } = generateKeyPairSync('x25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const pem = (bytes: Buffer) => `-----BEGIN PUBLIC KEY-----\n${bytes.toString('base64')}\n-----END PUBLIC KEY-----\n`;

const headerOf = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString());

describe('what a frame encrypts', () => {
  it('is opened by an implementation by hand, with blanks behind it', async () => {
    const json = '{"number":"4242424242424242","name":"Ödön"}';
    const jwe = await encryptJwe(json, await drawPair(), { keyId, publicKey: Uint8Array.from(raw), type: 'card' });
    const opened = openJwe(jwe, privateKey);
    expect(opened.trimEnd()).toBe(json);
    expect(Buffer.byteLength(opened) % 256).toBe(0);
    expect(headerOf(jwe)).toEqual({
      ...{ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId, token_type: 'card' },
      epk: { kty: 'OKP', crv: 'X25519', x: expect.any(String) },
    });
  });

  it('is different each time, with a key pair and an initialization vector of its own', async () => {
    const recipient = { keyId, publicKey: Uint8Array.from(raw), type: 'token' };
    const [one, other] = [
      await encryptJwe('"a"', await drawPair(), recipient),
      await encryptJwe('"a"', await drawPair(), recipient),
    ];
    const [, , iv, sealed] = one.split('.');
    expect(other.split('.')[2]).not.toBe(iv);
    expect(other.split('.')[3]).not.toBe(sealed);
    expect(headerOf(other).epk.x).not.toBe(headerOf(one).epk.x);
  });
});

const ofPage = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);

/** A frame whose payloads hold no elements, so that what is read is what was sent. */
const frame = (send = async (): Promise<unknown> => ({ public_key_pem: pem(raw) })) => {
  const asked: string[] = [];
  const records: unknown[] = [];
  const encrypt = (payload: unknown) =>
    encryptElements(
      {
        handle: { checked: async () => {} },
        vault: {
          send: (path, { method }) => {
            asked.push(`${method} ${path}`);
            return send();
          },
        },
        readPayload: async ({ recordsIn, omitDataKey }, body) => {
          records.push([omitDataKey, recordsIn(body)]);
          return { values: body, parts: new Map() };
        },
      },
      payload,
    );
  return { encrypt, asked, records };
};

describe('a call that encrypts', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('asks the vault for the key by its id, and has no use for one that the page brings', async () => {
    const { encrypt, asked } = frame();
    const tokenRequests = { type: 'card_number', data: '4242424242424242' };
    const made = (await encrypt({ tokenRequests, keyId, publicKeyPem: pem(ofPage) })) as Record<string, string>;
    expect(Object.keys(made)).toEqual(['type', 'encrypted']);
    expect(JSON.parse(openJwe(made.encrypted ?? '', privateKey))).toBe('4242424242424242');
    expect(asked).toEqual([`GET /keys/${keyId}/public`]);
    await encrypt({ tokenRequests, keyId: '../applications/key?x=' });
    expect(asked[1]).toBe('GET /keys/..%2Fapplications%2Fkey%3Fx%3D/public');
  });

  it('takes several by names of the page, any names, each of its own type', async () => {
    const { encrypt, records } = frame();
    const tokenRequests = JSON.parse(
      '{"a":{"type":"card_number","data":"1"},"__proto__":{"type":"token","data":{"x":[2]}}}',
    );
    const made = (await encrypt({ tokenRequests, keyId })) as Record<string, { type: string; encrypted: string }>;
    expect(Object.keys(made)).toEqual(['a', '__proto__']);
    const entries = Object.entries(made).map(([name, { type, encrypted }]) => [
      name,
      type,
      headerOf(encrypted).token_type,
      JSON.parse(openJwe(encrypted, privateKey)),
    ]);
    expect(entries).toEqual([
      ['a', 'card_number', 'card_number', '1'],
      ['__proto__', 'token', 'token', { x: [2] }],
    ]);
    expect(records).toEqual([
      [
        false,
        [
          { path: ['tokenRequests', 'a'], dataKey: 'data', type: 'card_number', body: tokenRequests.a },
          expect.objectContaining({ path: ['tokenRequests', '__proto__'], type: 'token' }),
        ],
      ],
    ]);
  });

  it('judges a token by its type and data alone', async () => {
    const { encrypt, records } = frame();
    const privacy = { classification: 'pci', impact_level: 'high' };
    await encrypt({ tokenRequests: { type: 'token', data: 'x', privacy, mask: 'y' }, keyId });
    expect(records).toEqual([[false, [expect.objectContaining({ body: { type: 'token', data: 'x' } })]]]);
  });

  it.each<[what: string, payload: unknown, detail: string]>([
    ['no payload', null, 'keyId'],
    ['a key that is no text', { tokenRequests: { type: 'token', data: 1 }, keyId: 1 }, 'keyId'],
    ['no requests', { keyId }, 'tokenRequests'],
    ['a list of requests', { tokenRequests: [], keyId }, 'tokenRequests'],
    ['a request that is none', { tokenRequests: { a: 'x' }, keyId }, 'tokenRequests.a'],
    ['no data', { tokenRequests: { type: 'token' }, keyId }, 'data'],
    [
      'too many',
      { tokenRequests: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, {}])), keyId },
      'more than 20',
    ],
  ])('refuses %s', async (_, payload, detail) => {
    await expect(frame().encrypt(payload)).rejects.toMatchObject({ code: 'invalid-payload', parts: { detail } });
  });

  it('passes on what the vault says of the key, and names a browser that is too old', async () => {
    const gone = new Error('gone');
    const tokenRequests = { type: 'token', data: 'x' };
    await expect(frame(() => Promise.reject(gone)).encrypt({ tokenRequests, keyId })).rejects.toBe(gone);
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    await expect(frame().encrypt({ tokenRequests, keyId })).rejects.toMatchObject({ code: 'encryption-unsupported' });
  });
});
