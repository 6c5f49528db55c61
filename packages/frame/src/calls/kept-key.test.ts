import { Failure } from '@tessera/bridge';
import { expect, it } from 'vitest';
import { createHandle, type Handle } from '../siblings/handle.ts';
import type { Identity } from '../siblings/identity.ts';
import type { Part } from '../siblings/part.ts';
import { guards } from '../start/guards.ts';
import { callGuards as shippedGuards } from './call-guards.ts';
import { createOnce } from './once.ts';
import { createCallMethod } from './send-call.ts';

const handleKey = Symbol.for('tessera.element');
const intent = 'a'.repeat(32);

const numberPart = (number: string, more: Partial<Part> = {}): Part => ({
  ...{
    targetId: 'n',
    classFloor: 'pci',
    verdict: 'complete',
    empty: false,
    given: false,
    revision: 1,
    data: { number },
  },
  ...more,
});

/** A page whose vault carries out each key once; frames come and go. */
const openPage = (callGuards = shippedGuards) => {
  const parent = { frames: [] as unknown[] };
  const own = { parent, pageOrigin: 'https://shop.example', apiKey: 'key_1', build: 'b1' } as unknown as Identity;
  const tokens = new Map<string, { body: string; id: string }>();
  const keys: string[] = [];

  const add = (id: string, parts: readonly Part[] = [], change: Partial<Identity> = {}) => {
    const nothing = { validate: () => {}, codeContext: () => undefined, heed: () => {} };
    const element = { ...nothing, parts: () => parts, show: async () => undefined, watch: () => undefined };
    const identity = { ...own, ...change };
    const handle: Handle = createHandle(
      { id, identity, checked: async () => {}, asked: () => undefined, window: {} as Window, type: 'cardNumber' },
      element,
      guards.sibling,
    );
    const window = { [handleKey]: handle, parent };
    parent.frames.push(window);
    const post = async (body: string, key: string, isCut: boolean): Promise<unknown> => {
      keys.push(key);
      const known = tokens.get(key);
      if (known && known.body !== body) {
        throw new Failure('api-error', { problem: { status: 422, data: { type: 'idempotency-key-reused' } } });
      }
      const token = known ?? { body, id: `token-${tokens.size + 1}` };
      tokens.set(key, token);
      return isCut ? new Promise(() => {}) : { id: token.id };
    };
    const callWith = (isCut: boolean) => {
      const vault = {
        checkKey: async () => {},
        send: async () => undefined,
        post: (_: string, body: string, key: string) => post(body, key, isCut),
      };
      return createCallMethod({
        ...{ window: window as unknown as Window, handle, vault, takesExpressions: false },
        ...{ once: createOnce(crypto), guards: callGuards },
      });
    };
    return {
      /** Makes a call whose answer never comes, and takes the frame away. */
      cut: async (payload: object) => {
        const before = keys.length;
        void callWith(true)('tokens.create', payload, { intent });
        await expect.poll(() => keys.length).toBe(before + 1);
        parent.frames.splice(parent.frames.indexOf(window), 1);
      },
      call: (payload: object, options: object = { intent }) => callWith(false)('tokens.create', payload, options),
    };
  };
  return { add, tokens, keys };
};

const cardNumber = (id: string, more: object = {}) => ({ type: 'card_number', data: { $element: id }, ...more });

it('makes one token of a call that was cut and made again by a new frame, with the same value', async () => {
  const page = openPage();
  page.add('hidden');
  await page.add('n1', [numberPart('4242424242424242')]).cut(cardNumber('n1'));
  const again = page.add('n2', [numberPart('4242424242424242', { revision: 7 })]);
  expect(await again.call(cardNumber('n2'))).toEqual({ id: 'token-1' });
  expect(page.tokens.size).toBe(1);
  // It has its answer: the next one is another intent.
  expect(await again.call(cardNumber('n2'))).toEqual({ id: 'token-2' });
});

it('makes another token when another value was typed, and says nothing of the first', async () => {
  const page = openPage();
  page.add('hidden');
  await page.add('n1', [numberPart('4242424242424242')]).cut(cardNumber('n1'));
  const again = page.add('n2', [numberPart('5555555555554444')]);
  expect(await again.call(cardNumber('n2'))).toEqual({ id: 'token-2' });
  expect(new Set(page.keys).size).toBe(2);
});

it.each<[string, Partial<Part>, object, object]>([
  ['a value that the page gave', { given: true }, {}, { intent }],
  ['another payload', {}, { metadata: { order: '2' } }, { intent }],
  ['another intent', {}, {}, { intent: 'b'.repeat(32) }],
  ['no intent', {}, {}, {}],
  ['an intent that is none', {}, {}, { intent: 'a' }],
])('does not use the kept key for %s', async (_, part, more, options) => {
  const page = openPage();
  page.add('hidden');
  await page.add('n1', [numberPart('4242424242424242')]).cut(cardNumber('n1'));
  const again = page.add('n2', [numberPart('4242424242424242', part)]);
  await again.call(cardNumber('n2', more), options);
  expect(new Set(page.keys).size).toBe(2);
});

it('would tell by the vault’s answer whether a value of the page is the one that was typed, without that check [counter-proof]', async () => {
  const page = openPage({ ...shippedGuards, payload: { ...shippedGuards.payload, typed: () => true } });
  page.add('hidden');
  await page.add('n1', [numberPart('4242424242424242')]).cut(cardNumber('n1'));
  const guess = page.add('n2', [numberPart('4242424242424242', { given: true })]);
  expect(await guess.call(cardNumber('n2'))).toEqual({ id: 'token-1' });
});

it('does not use the kept key for a text of the page where an element was', async () => {
  const page = openPage();
  page.add('hidden');
  const both = (number: unknown) => ({ type: 'card', data: { number, cvc: { $element: 'c' } } });
  page.add('c', [{ ...numberPart(''), targetId: 'c', data: { cvc: '123' } }]);
  await page.add('n1', [numberPart('4242424242424242')]).cut(both({ $element: 'n1' }));
  await page.add('n2').call(both('4242424242424242'));
  expect(new Set(page.keys).size).toBe(2);
});

it('keeps keys only for siblings', async () => {
  const page = openPage();
  page.add('foreign', [], { apiKey: 'key_2' });
  await page.add('n1', [numberPart('4242424242424242')]).cut(cardNumber('n1'));
  await page.add('n2', [numberPart('4242424242424242')]).call(cardNumber('n2'));
  expect(page.tokens.size).toBe(2);
});
