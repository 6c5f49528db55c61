import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from './aes-gcm.ts';
import { TamperedError } from './errors.ts';
import { hmac } from './hmac.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');
const key = (text: string) => createSecretKey(bytes(text));

describe('AES key wrap gives the vectors of RFC 3394', () => {
  const kek = key('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
  const data = '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f';
  it.each([
    ['§4.3', 16, '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7'],
    ['§4.5', 24, 'a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1'],
    ['§4.6', 32, '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21'],
  ])('%s', (_, size, wrapped) => {
    const plain = data.slice(0, size * 2);
    expect(hex(wrapKey(kek, bytes(plain)))).toBe(wrapped);
    expect(hex(unwrapKey(kek, bytes(wrapped)))).toBe(plain);
  });

  it('refuses what is no multiple of its block', () => {
    expect(() => unwrapKey(kek, bytes('64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8a'))).toThrow(TamperedError);
    expect(() => unwrapKey(kek, new Uint8Array())).toThrow(TamperedError);
  });
});

describe('AES-256-GCM gives the vectors of the GCM specification submitted to NIST, appendix B', () => {
  const zero = '00'.repeat(32);
  const feff = 'feffe9928665731c6d6a8f9467308308'.repeat(2);
  const cafe = 'cafebabefacedbaddecaf888';
  const plaintext =
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
  const ciphertext =
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
  it.each([
    [13, zero, '00'.repeat(12), '', '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      14,
      zero,
      '00'.repeat(12),
      '',
      '00'.repeat(16),
      'cea7403d4d606b6e074ec5d3baf39d18',
      'd0d1c8a799996bf0265b98b5d48ab919',
    ],
    [15, feff, cafe, '', plaintext, ciphertext, 'b094dac5d93471bdec1a502270e3cc6c'],
    [
      16,
      feff,
      cafe,
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      plaintext.slice(0, 120),
      ciphertext.slice(0, 120),
      '76fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ])('case %i', (_, k, iv, additional, plain, cipher, tag) => {
    const box = encrypt(key(k), bytes(iv), bytes(additional), bytes(plain));
    expect(hex(box)).toBe(iv + cipher + tag);
    expect(hex(decrypt(key(k), bytes(additional), box))).toBe(plain);
  });

  it('takes no shortened tag', () => {
    const box = encrypt(key(feff), bytes(cafe), bytes(''), bytes('00'));
    for (let size = 0; size < box.byteLength; size++) {
      expect(() => decrypt(key(feff), bytes(''), box.subarray(0, size))).toThrow(TamperedError);
    }
  });
});

describe('HMAC-SHA-256 gives the vectors of RFC 4231', () => {
  it.each([
    [
      '§4.2',
      '0b'.repeat(20),
      hex(Buffer.from('Hi There')),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '§4.3',
      hex(Buffer.from('Jefe')),
      hex(Buffer.from('what do ya want for nothing?')),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['§4.4', 'aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      '§4.7',
      'aa'.repeat(131),
      hex(Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First')),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('%s', (_, k, data, mac) => {
    expect(hex(hmac(key(k), bytes(data)))).toBe(mac);
  });
});
