import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idFromText, idToText, uuid7 } from './ids.ts';
import { pooledRandom } from './keys/random.ts';

it('ids are version 7 UUIDs that carry their time', () => {
  const time = Date.UTC(2022, 0, 1);
  const id = idToText(uuid7(() => time, pooledRandom())());
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(time);
});

it('ids of one source ascend, whatever the clock and the random source do', () => {
  const ticks = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(ticks, fc.constantFrom(0x00, 0x7f, 0xff), (steps, fill) => {
      let now = Date.UTC(2022, 0, 1);
      const next = uuid7(
        () => now,
        (size) => new Uint8Array(size).fill(fill),
      );
      const ids = steps.map((step) => {
        now += step;
        return idToText(next());
      });
      expect(ids).toEqual([...ids].sort());
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

it('text and bytes of an id are the same thing; other text is no id', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (id) => {
      expect(idFromText(idToText(id))).toEqual(id);
      expect(idFromText(idToText(id).toUpperCase())).toEqual(id);
    }),
  );
  for (const text of [
    '',
    'x',
    '0190a5b000007000800000000000000',
    `${'0'.repeat(36)}`,
    ' 0190a5b0-0000-7000-8000-000000000001',
  ]) {
    expect(idFromText(text)).toBeUndefined();
  }
});
