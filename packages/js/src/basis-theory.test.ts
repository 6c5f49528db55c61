import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import {
  _instance,
  BasisTheory,
  type BasisTheoryApplications,
  type BasisTheoryTokens,
  type BasisTheoryValidationError,
  type FieldError,
  type Token,
} from './index.ts';

const apiBaseUrl = 'https://vault.example';

describe('init', () => {
  it('resolves to the very instance, once', async () => {
    const bt = new BasisTheory();
    expect(await bt.init('key_1', { apiBaseUrl })).toBe(bt);
    await expect(bt.init('key_1', { apiBaseUrl })).rejects.toThrow(
      'This BasisTheory instance has been already initialized.',
    );
  });

  it('may be called again after it failed', async () => {
    const bt = new BasisTheory();
    await expect(bt.init('key_1', { apiBaseUrl: 'nonsense' })).rejects.toThrow(
      'Invalid format for the given API base url. It begins with https://',
    );
    await expect(bt.init('key_1', { apiBaseUrl })).resolves.toBe(bt);
  });

  it.each([
    ['no address', {}, /Pass `apiBaseUrl`/],
    ['an address without a scheme', { apiBaseUrl: 'vault.example' }, /API base url/],
    ['an address of something else', { apiBaseUrl: 'javascript:alert(1)' }, /API base url/],
    ['frames without a scheme', { apiBaseUrl, elementsBaseUrl: 'vault.example' }, /given Elements base url/],
    ['elements where there is no document', { apiBaseUrl, elements: true }, /in a non-DOM environment/],
  ])('refuses %s', async (_, options, message) => {
    await expect(new BasisTheory().init('key_1', options)).rejects.toThrow(message);
  });

  it('refuses an API on another origin than the frames, only with elements', async () => {
    const options = { apiBaseUrl, elementsBaseUrl: 'https://frames.example' };
    await expect(new BasisTheory().init('key_1', { ...options, elements: true })).rejects.toMatchObject({
      code: 'base-url-mismatch',
    });
    await expect(new BasisTheory().init('key_1', options)).resolves.toBeDefined();
  });

  it('takes what it is not given from the defaults, and shows both', async () => {
    const bt = await new BasisTheory({ apiBaseUrl, appInfo: { name: 'shop' } }).init('key_1', { elements: false });
    expect(bt.initOptions).toEqual({
      apiBaseUrl,
      elementsBaseUrl: apiBaseUrl,
      elements: false,
      appInfo: { name: 'shop' },
    });
    expect(bt.initOptions).not.toHaveProperty('apiKey');
    expect(Object.isFrozen(bt.initOptions)).toBe(true);
  });
});

describe('an instance', () => {
  it.each(['tokens', 'applications', 'atomicCards', 'tokenize', 'permissions', 'initOptions'] as const)(
    'has no %s before init',
    (name) => {
      expect(() => new BasisTheory()[name]).toThrow('BasisTheory has not yet been properly initialized.');
    },
  );

  it('gives the same methods each time', async () => {
    const bt = await new BasisTheory().init('key_1', { apiBaseUrl });
    expect(bt.tokens).toBe(bt.tokens);
  });

  it('makes no elements when it was not asked for them', async () => {
    const bt = await new BasisTheory().init('key_1', { apiBaseUrl });
    expect(() => bt.createElement('card')).toThrow(
      expect.objectContaining({ code: 'elements-not-enabled', message: expect.stringContaining('`elements: true`') }),
    );
  });

  describe('without elements in a payload', () => {
    afterEach(() => {
      vi.unstubAllGlobals();
    });

    it('calls the API', async () => {
      const fetch = vi.fn(async (_: Request) =>
        Response.json({ id: 'token-1', tenant_id: 'tenant-1' }, { status: 201 }),
      );
      vi.stubGlobal('fetch', fetch);
      const bt = await new BasisTheory().init('key_1', { apiBaseUrl });
      expect(await bt.tokens.create({ type: 'token', data: 'x' })).toEqual({ id: 'token-1', tenantId: 'tenant-1' });
      expect(fetch.mock.calls[0]?.[0].url).toBe(`${apiBaseUrl}/tokens`);
    });
  });
});

describe('the package', () => {
  it('has an instance ready for pages that share one, and making it does nothing', async () => {
    expect(_instance).toBeInstanceOf(BasisTheory);
    expect(() => _instance.tokens).toThrow('BasisTheory has not yet been properly initialized.');
    expect(await _instance.init('key_1', { apiBaseUrl })).toBe(_instance);
  });

  it('names the types that callers hold', () => {
    expectTypeOf<BasisTheory['tokens']>().toEqualTypeOf<BasisTheoryTokens>();
    expectTypeOf<BasisTheory['applications']>().toEqualTypeOf<BasisTheoryApplications>();
    expectTypeOf<Awaited<ReturnType<BasisTheoryTokens['retrieve']>>>().toEqualTypeOf<Token>();
    expectTypeOf<BasisTheoryValidationError['validation'][number]>().toExtend<FieldError>();
  });
});
