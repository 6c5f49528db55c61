import { expect, it } from 'vitest';
import { deletionOf, destructionOf, rootReplacementOf, tenantIn } from './acts.ts';

const tenantId = '0190a5b0-0000-7000-8000-000000000001';

it('knows the tenant that an act is about, and of no other act that its words are about one', () => {
  expect(tenantIn(deletionOf(tenantId))).toBe(tenantId);
  expect(tenantIn(destructionOf(2, tenantId))).toBe(tenantId);
  expect(tenantIn(rootReplacementOf())).toBeUndefined();
  // Who proposes this chooses these words, and would choose with them whose audit log tells of it.
  expect(tenantIn(rootReplacementOf(`file:/keys/tenant ${tenantId}`))).toBeUndefined();
  expect(tenantIn(rootReplacementOf(`file:/keys/destroy version 1 of the key of tenant ${tenantId}`))).toBeUndefined();
});
