import { createPublicKey, diffieHellman } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { drawPair, encryptJwe } from '../../../../frame/src/calls/encrypt/jwe.ts';
import { pemOf, privateKeyOf as privateKeyOfVault, publicBytesOf } from './key-pair.ts';
import { bytesOfPem, concatKdf, openJwe, privateKeyOf, publicKeyOf, sealJwe } from './testing/jwe.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 7748 §6.1, which RFC 8037 appendix A.6 takes over: the sender's key is Alice's, the receiver's is Bob's. */
const alice = {
  d: hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
  x: hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'),
};
const bob = {
  d: hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'),
  x: hex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'),
};
const z = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';

describe('the implementation by hand', () => {
  it('agrees on the secret of RFC 8037 appendix A.6', () => {
    const [ofAlice, ofBob] = [privateKeyOf(alice.d, alice.x), privateKeyOf(bob.d, bob.x)];
    expect(createPublicKey(ofAlice).export({ format: 'jwk' })).toMatchObject({
      x: 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo',
    });
    expect(diffieHellman({ privateKey: ofAlice, publicKey: publicKeyOf(bob.x) }).toString('hex')).toBe(z);
    expect(diffieHellman({ privateKey: ofBob, publicKey: publicKeyOf(alice.x) }).toString('hex')).toBe(z);
  });

  it('derives the key of RFC 7518 appendix C', () => {
    const secret = Buffer.from([
      ...[158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156],
      ...[251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196],
    ]);
    expect(concatKdf(secret, 'A128GCM', 128, 'Alice', 'Bob').toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg');
  });
});

describe('the keys of the vault', () => {
  it('are those of RFC 7748 for the same bytes, which they overwrite', () => {
    const bytes = Uint8Array.from(bob.d);
    const key = privateKeyOfVault(bytes);
    expect(Buffer.from(publicBytesOf(key)).toString('hex')).toBe(bob.x.toString('hex'));
    expect(bytes).toEqual(new Uint8Array(32));
    expect(bytesOfPem(pemOf(bob.x))).toEqual(bob.x);
  });

  it('open with the library what was sealed by hand for them, always as the same bytes', async () => {
    const sealing = {
      ...{ kid: 'Bob', publicKey: bob.x, text: '{"number":"4242424242424242"}' },
      ...{ ephemeral: privateKeyOf(alice.d, alice.x), iv: hex('000102030405060708090a0b') },
    };
    const jwe = sealJwe(sealing);
    expect(sealJwe(sealing)).toBe(jwe);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKeyOfVault(Uint8Array.from(bob.d)));
    expect(new TextDecoder().decode(plaintext)).toBe(sealing.text);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'Bob' });
    expect(openJwe(jwe, privateKeyOf(bob.d, bob.x))).toBe(sealing.text);
  });

  it('open what frames write, by the library that the vault uses', async () => {
    const key = privateKeyOfVault(Uint8Array.from(bob.d));
    const recipient = { keyId: 'Bob', publicKey: Uint8Array.from(bob.x), type: 'card' };
    const jwe = await encryptJwe('{"number":"4242424242424242"}', await drawPair(), recipient);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, key);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual({ number: '4242424242424242' });
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'Bob', token_type: 'card' });
  });
});
