import { Failure } from '@tessera/bridge';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { createElements, ElementsApiError, type ElementsError } from './index.ts';

const elements = createElements({ vaultOrigin: 'https://vault.example/some/path', apiKey: 'key_1' });

const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (thrown) {
    return (thrown as ElementsError).code;
  }
};

describe('elements on a server', () => {
  it('can be imported and made, and say that there is nothing to mount them on', async () => {
    const element = elements.createElement('cardNumber');
    expect(element.mounted).toBe(false);
    expect(element.metadata).toEqual({ empty: true, complete: false, valid: false, maskSatisfied: false });
    await expect(element.mount('#card')).rejects.toMatchObject({ code: 'mount-target-missing' });
  });

  it('refuse types and events that do not exist', () => {
    expect(codeOf(() => elements.createElement('constructor' as 'card'))).toBe('unknown-element-type');
    expect(codeOf(() => elements.createElement('card').on('constructor' as 'ready', () => {}))).toBe('unknown-event');
  });
});

describe('a payload', () => {
  const number = elements.createElement('cardNumber');
  const expiry = elements.createElement('cardExpirationDate');

  it.each([
    ['an element', number],
    ['a month', { a: expiry.month() }],
    ['an element deep inside', { a: [{ b: { c: number } }] }],
  ])('with %s has one', (_, payload) => {
    expect(elements.hasElement(payload)).toBe(true);
  });

  it('without one has none, even when it never ends', () => {
    const endless: Record<string, unknown> = { a: null, b: [1, 'x'], element: 'card' };
    endless.self = endless;
    expect(elements.hasElement(endless)).toBe(false);
  });

  it.each([
    ['not-mounted', 'an element that is not mounted', { data: number }, {}],
    ['invalid-payload', 'no element', { data: 'x' }, {}],
    ['api-key-not-allowed', 'a key of its own', { data: number }, { apiKey: 'key_2' }],
  ])('is refused as %s with %s', async (code, _, payload, options) => {
    await expect(elements.tokenize(payload, options)).rejects.toMatchObject({ code });
  });

  it('that never ends is refused', async () => {
    const endless: Record<string, unknown> = {};
    endless.data = endless;
    await expect(elements.tokenize(endless)).rejects.toMatchObject({ code: 'invalid-payload' });
  });
});

describe('an error', () => {
  it('of the vault carries status and body, and its name is the one that published clients look for', () => {
    const error = errorOf(new Failure('api-error', { problem: { status: 400, data: { title: 'No.' } } }));
    expect(error).toMatchObject({
      name: 'BasisTheoryApiError',
      status: 400,
      data: { title: 'No.' },
      code: 'api-error',
    });
  });

  it('without an answer has status -1', () => {
    expect(errorOf(new Failure('vault-unreachable'))).toMatchObject({ status: -1 });
    expect(errorOf(new Failure('vault-unreachable'))).toBeInstanceOf(ElementsApiError);
  });

  it('of another build still has a message', () => {
    expect(errorOf(new Failure('something-new' as 'timeout')).message).toBe('something-new');
  });
});
