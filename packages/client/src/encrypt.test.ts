import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, expectTypeOf, test } from 'vitest';
import { openJwe } from '../../vault/src/tokens/encrypted/testing/jwe.ts';
import { type EncryptedData, encrypt } from './encrypt.ts';

const { publicKey, privateKey } = generateKeyPairSync('x25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const pem = (base64: string) => `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`;
const keyId = '0190f0c0-0000-7000-8000-000000000000';
const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2040 };

test.each([
  ['the bytes of the key in PEM', pem(raw)],
  ['the same in one line', pem(raw).replaceAll('\n', '')],
  ['an SPKI structure in PEM', publicKey.export({ format: 'pem', type: 'spki' }).toString()],
])('encrypts for %s what an independent implementation opens', async (_, publicKeyPem) => {
  const made = await encrypt({ tokenRequests: { type: 'card', data: card }, keyId, publicKeyPem });
  expectTypeOf(made).toEqualTypeOf<EncryptedData<'card'>>();
  expect(Object.keys(made)).toEqual(['type', 'encrypted']);
  expect(JSON.parse(openJwe(made.encrypted, privateKey))).toEqual(card);
  const [header = '', key] = made.encrypted.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    ...{ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId, token_type: 'card' },
    epk: { kty: 'OKP', crv: 'X25519', x: expect.any(String) },
  });
  expect(key).toBe('');
});

test('encrypts several by their names, each with a key pair of its own', async () => {
  const tokenRequests = {
    type: { type: 'token', data: 'a' },
    number: { type: 'card_number', data: card.number },
  } as const;
  const made = await encrypt({ tokenRequests, keyId, publicKeyPem: pem(raw) });
  expectTypeOf(made.number).toEqualTypeOf<EncryptedData<'card_number'>>();
  expect(made.type.type).toBe('token');
  expect(openJwe(made.number.encrypted, privateKey)).toBe(`"${card.number}"`);
  const [one, other] = [made.type, made.number].map(({ encrypted }) => encrypted.split('.')[0]);
  expect(one).not.toBe(other);
});

test.each([
  ['nothing', ''],
  ['another key', generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString()],
  [
    'a private key',
    createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  ],
  ['too few bytes', pem('AAAA')],
  ['what is no base64', pem('====')],
])('refuses %s as a key', async (_, publicKeyPem) => {
  const tokenRequests = { type: 'card', data: card } as const;
  await expect(encrypt({ tokenRequests, keyId, publicKeyPem })).rejects.toThrow(TypeError);
});

test('refuses data that cannot be written as JSON', async () => {
  const tokenRequests = { type: 'token', data: (() => 1) as unknown as string } as const;
  await expect(encrypt({ tokenRequests, keyId, publicKeyPem: pem(raw) })).rejects.toThrow('JSON');
});
