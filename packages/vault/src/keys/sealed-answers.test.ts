import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TamperedError } from './errors.ts';
import { maskedKeysOf, openMaskedUnder, sealMaskedUnder } from './masked-forms.ts';
import type { EncryptionContext } from './port.ts';
import { openUnder, sealUnder } from './seal.ts';

/*
 * What stands sealed in databases. These bytes were computed apart from the code here, from RFC 3394, RFC 5869, AES-256-GCM and the layout
 * of the context. A release that does not open them has lost what every vault stores: a change of a layout needs a new name in the
 * context, and the old one stays here.
 */

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');
const kek = createSecretKey(new Uint8Array(32).map((_, place) => place));
/** Draws a data key of one byte, and an IV of another. */
const random = (size: number) => new Uint8Array(size).fill(size === 32 ? 0xab : 0x07);

const context: EncryptionContext = {
  tenantId: '0190a5b0-0000-7000-8000-000000000001',
  tokenId: '0190a5b0-0000-7000-8000-000000000002',
  type: 'card',
  version: 3,
  field: 'data',
};
const code: EncryptionContext = { ...context, field: 'cvc', expiresAt: 1700000000000 };

const wrappedDek = 'd88c3cf738bad8f61620ee253fa1e5f4342c18de0f4d840fd722f1f57e5df46c55791e72ae5ef1a7';
const boxOfCode = '0707070707070707070707079c96eed31470f2f33b3f74cd144885b84df71b';

describe('what was sealed before', () => {
  it.each<[string, EncryptionContext, string, string]>([
    [
      'the data of a token',
      context,
      '{"number":"4242424242424242"}',
      '070707070707070707070707d686b3016125848768dcf5dfc708170eb2d81f92abd9c7b0a860e9e409570a55c90181cdf31e89a49937375a5e',
    ],
    ['a value that has to be destroyed', code, '123', boxOfCode],
  ])('opens: %s', (_, where, plaintext, box) => {
    expect(Buffer.from(openUnder(kek, where, bytes(wrappedDek), bytes(box))).toString()).toBe(plaintext);
    const sealed = sealUnder(kek, random, where, Buffer.from(plaintext));
    expect([hex(sealed.wrappedDek), hex(sealed.box)]).toEqual([wrappedDek, box]);
  });

  it('opens: a masked form', () => {
    const { field: _, ...place } = context;
    const where = { ...place, mask: 'a mask', value: 'a value' };
    const keys = maskedKeysOf(kek, context.tenantId, 2);
    const box = '070707070707070707070707070aabaaf7d55865c3a46305b91e64620dbbed2d4f13003186';
    expect(Buffer.from(openMaskedUnder(keys, where, bytes(box))).toString()).toBe('XXXX4242');
    expect(hex(sealMaskedUnder(keys, random, where, Buffer.from('XXXX4242')))).toBe(box);
  });

  // A keyring gives each tenant keys of its own, so that only here the name of the tenant decides.
  it.each<Partial<EncryptionContext>>([
    { tenantId: '0190a5b0-0000-7000-8000-000000000009' },
    { expiresAt: 1700000000001 },
    { expiresAt: Number.MAX_SAFE_INTEGER },
  ])('opens under the same keys for nothing else (%o)', (elsewhere) => {
    expect(() => openUnder(kek, { ...code, ...elsewhere }, bytes(wrappedDek), bytes(boxOfCode))).toThrow(TamperedError);
    const { expiresAt: _, ...lasting } = code;
    expect(() => openUnder(kek, lasting, bytes(wrappedDek), bytes(boxOfCode))).toThrow(TamperedError);
  });
});
