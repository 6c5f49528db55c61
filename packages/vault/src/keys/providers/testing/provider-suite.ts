import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TamperedError } from '../../errors.ts';
import type { RootKeyProvider, WrapContext } from '../../root-key.ts';

/** A provider as the suite needs it. */
export interface ProviderUnderTest {
  provider: RootKeyProvider;
  /** The same root key, as another process has it. */
  again(): RootKeyProvider;
  /** Another root key of the same kind. */
  other: RootKeyProvider;
  /** Texts that nothing may show: the key, and what opens the way to it. */
  secrets: readonly string[];
  close(): Promise<void>;
}

const tenant = '0190a5b0-0000-7000-8000-000000000001';
const context: WrapContext = { ownerId: tenant, purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).map((_, place) => place);

/** What every root key does, wherever it is. */
export const providerSuite = (name: string, start: () => Promise<ProviderUnderTest>) =>
  describe(`a root key in ${name}`, () => {
    let made: ProviderUnderTest;
    beforeAll(async () => {
      made = await start();
    });
    afterAll(() => made.close());

    it('opens what it has wrapped, also in another process', async () => {
      const wrapped = await made.provider.wrap(context, key());
      expect(new Uint8Array(await made.provider.unwrap(context, wrapped))).toEqual(key());
      expect(new Uint8Array(await made.again().unwrap(context, wrapped))).toEqual(key());
      expect(wrapped.byteLength).toBeGreaterThan(16);
    });

    it.each<[string, Partial<WrapContext>]>([
      ['another owner', { ownerId: '0190a5b0-0000-7000-8000-000000000002' }],
      ['another purpose', { purpose: 'audit' }],
      ['another version', { version: 2 }],
      ['letters that moved from one part into the next', { ownerId: `${tenant}k`, purpose: 'ek' }],
    ])('opens it for nothing else: not for %s', async (_, change) => {
      const wrapped = await made.provider.wrap(context, key());
      await expect(made.provider.unwrap({ ...context, ...change }, wrapped)).rejects.toThrow(TamperedError);
    });

    it('opens nothing that another root key has wrapped', async () => {
      const wrapped = await made.other.wrap(context, key());
      await expect(made.provider.unwrap(context, wrapped)).rejects.toThrow(TamperedError);
    });

    it('opens nothing that was changed, cut or made up', async () => {
      const wrapped = await made.provider.wrap(context, key());
      for (const place of [0, 9, Math.floor(wrapped.byteLength / 2), wrapped.byteLength - 6]) {
        const changed = Uint8Array.from(wrapped);
        changed[place] = changed[place] === 65 ? 66 : 65;
        await expect(made.provider.unwrap(context, changed), `${place}`).rejects.toThrow(TamperedError);
      }
      for (const wrong of [new Uint8Array(), wrapped.subarray(0, 20), new Uint8Array(40).fill(7)]) {
        await expect(made.provider.unwrap(context, wrong)).rejects.toThrow(TamperedError);
      }
    });

    it('is well, and says where it is without its secrets', async () => {
      await expect(made.provider.health()).resolves.toBeUndefined();
      const described = JSON.stringify(made.provider.describe());
      expect(described).toMatch(/"uri":"[a-z][a-z0-9]*:.+"heldBy":/);
      for (const secret of made.secrets) expect(described).not.toContain(secret);
    });
  });
