import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TamperedError } from './errors.ts';
import { maskedKeysOf, openMaskedUnder, sealMaskedUnder } from './masked-forms.ts';
import type { MaskedContext } from './port.ts';
import { pooledRandom } from './random.ts';

const random = pooledRandom();
const kek = createSecretKey(random(32));
const keys = maskedKeysOf(kek, 'a tenant', 1);

const context: MaskedContext = {
  tenantId: 'a tenant',
  tokenId: 'a token',
  type: 'card',
  version: 1,
  mask: 'type "{{ data | reveal_last: 4 }}"',
  value: 'a fingerprint and a time',
};

const opened = (...given: Parameters<typeof openMaskedUnder>) => Buffer.from(openMaskedUnder(...given)).toString();

describe('a sealed masked form', () => {
  it('opens for the place that it was sealed for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const box = sealMaskedUnder(keys, random, context, Buffer.from(text));
        expect(opened(keys, context, box)).toBe(Buffer.from(text).toString());
      }),
    );
  });

  it.each<Partial<MaskedContext>>([
    { tenantId: 'another tenant' },
    { tokenId: 'another token' },
    { type: 'card_number' },
    { version: 2 },
    { mask: 'token "{{ data | reveal_last: 4 }}"' },
    { value: 'another fingerprint and a time' },
    { tokenId: 'a tok', type: 'encard' },
  ])('opens nowhere else (%o)', (elsewhere) => {
    const box = sealMaskedUnder(keys, random, context, Buffer.from('XXXX4242'));
    expect(() => openMaskedUnder(keys, { ...context, ...elsewhere }, box)).toThrow(TamperedError);
  });

  it('opens under no other tenant, version or key, nor with a changed bit', () => {
    const box = sealMaskedUnder(keys, random, context, Buffer.from('XXXX4242'));
    for (const other of [
      maskedKeysOf(kek, 'another tenant', 1),
      maskedKeysOf(kek, 'a tenant', 2),
      maskedKeysOf(createSecretKey(random(32)), 'a tenant', 1),
    ])
      expect(() => openMaskedUnder(other, context, box)).toThrow(TamperedError);
    for (let bit = 0; bit < box.byteLength * 8; bit += 1) {
      const changed = box.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openMaskedUnder(keys, context, changed)).toThrow(TamperedError);
    }
    for (const short of [0, 1, 13, 28])
      expect(() => openMaskedUnder(keys, context, box.subarray(0, short))).toThrow(TamperedError);
  });

  it('draws one of sixteen keys and a new IV each time', () => {
    const boxes = Array.from({ length: 2000 }, () => sealMaskedUnder(keys, random, context, Buffer.from('x')));
    const drawn = new Set(boxes.map((box) => box[0]));
    expect([...drawn].sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n));
    expect(new Set(boxes.map((box) => Buffer.from(box.subarray(1, 13)).toString('hex'))).size).toBe(2000);
  });

  it('has keys that are not the key they are derived from, each its own', () => {
    const all = Array.from({ length: 16 }, (_, n) => keys(n).export().toString('hex'));
    expect(new Set([...all, kek.export().toString('hex')]).size).toBe(17);
    expect(keys(3)).toBe(keys(3));
  });

  it('names the token in its error and nothing of the form', () => {
    const box = sealMaskedUnder(keys, random, context, Buffer.from('XXXX4242'));
    expect(() => openMaskedUnder(keys, { ...context, version: 2 }, box)).toThrow(
      'The masked form of token a token of tenant a tenant is not what was stored there.',
    );
  });
});
