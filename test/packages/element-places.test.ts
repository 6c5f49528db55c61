import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callGuards } from '../../packages/frame/src/calls/call-guards.ts';
import { createOnce } from '../../packages/frame/src/calls/once.ts';
import { createCallMethod } from '../../packages/frame/src/calls/send-call.ts';
import { createHandle } from '../../packages/frame/src/siblings/handle.ts';
import type { Identity } from '../../packages/frame/src/siblings/identity.ts';
import type { Part } from '../../packages/frame/src/siblings/part.ts';
import { guards } from '../../packages/frame/src/start/guards.ts';
import { allTokens, type Rig, startRig } from '../../packages/vault/src/testing/rig.ts';

/*
 * The frame decides by its own reading of a document which token a value becomes a part of, and the vault reads the document again. Where
 * the two disagreed, a page could have a card stored as something that more people may read.
 */

const secret = { number: '4242424242424242', text: 'Ottoline Gambol' };

const parts: Readonly<Record<string, Part>> = Object.fromEntries(
  [
    ['number', 'pci', { number: secret.number }],
    ['text', undefined, { value: secret.text }],
  ].map(([id, classFloor, data]) => [
    id,
    { targetId: id, classFloor, verdict: 'complete', empty: false, given: false, revision: 1, data } as Part,
  ]),
);

/** The frame of an element `text`, beside that of an element `number`, in front of a vault. */
const frameOf = (post: (path: string, body: string) => Promise<unknown>, using = callGuards) => {
  const identity = { parent: {}, pageOrigin: 'https://shop.example', apiKey: 'k', build: 'b' } as unknown as Identity;
  const [text, number] = ['text', 'number'].map((id) =>
    createHandle(
      { id, identity, checked: async () => {}, asked: () => undefined, window: {} as Window, type: 'text' },
      {
        parts: () => [parts[id] as Part],
        ...{ validate: () => {}, codeContext: () => undefined, heed: () => {}, show: async () => undefined },
        watch: () => undefined,
      },
      guards.sibling,
    ),
  );
  if (!text) throw new Error('There is no element.');
  const place = Symbol.for('tessera.element');
  const window = { [place]: text, parent: { frames: [{ [place]: number }] } } as unknown as Window;
  const vault = { checkKey: async () => {}, send: async () => undefined, post };
  return createCallMethod({
    window,
    handle: text,
    once: createOnce(crypto),
    guards: using,
    takesExpressions: false,
    vault,
  });
};

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

/** Elements, plain values, and what looks like either. */
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ $element: 'text' }) },
  { weight: 1, arbitrary: fc.constant({ $element: 'number' }) },
  fc.constantFrom<unknown>('x', 7, true, null, '{"$element":"number"}', [], {}, { type: 'card' }, { data: 'x' }),
  fc.constantFrom<unknown>({ $element: 'text', type: 'card', data: { $element: 'number' } }, undefined),
);
const name = fc.constantFrom('a', 'data', 'type', 'metadata', 'privacy', 'id', 'token_intent_id', '__proto__', '0');
const privacy = fc.constantFrom<unknown>(undefined, { classification: 'pci', impact_level: 'high' });
const { document } = fc.letrec<{ document: unknown }>((tie) => {
  const inner = tie('document');
  const token = fc.record({
    type: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>('token', 'card', undefined) }, leaf),
    data: inner,
    privacy,
  });
  const card = fc
    .tuple(privacy, inner)
    .map(([of, more]) => ({ type: 'token', privacy: of, data: [{ $element: 'number' }, more] }));
  const described = fc.tuple(token, inner).map(([of, a]) => ({ ...of, metadata: { a } }));
  return {
    document: fc.oneof(
      { maxDepth: 4 },
      { weight: 2, arbitrary: leaf },
      fc.array(inner, { maxLength: 3 }),
      fc.array(fc.tuple(name, inner), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
      { weight: 2, arbitrary: token },
      card,
      described,
    ),
  };
});

interface Stored {
  readonly data: unknown;
  readonly metadata: unknown;
  readonly privacy: { readonly classification: string; readonly impact_level: string };
}

/** The ids in what the vault answered. */
const idsIn = (answer: unknown): string[] => {
  if (typeof answer === 'string') return [answer];
  if (typeof answer !== 'object' || answer === null) return [];
  return 'privacy' in answer && 'id' in answer ? [String(answer.id)] : Object.values(answer).flatMap(idsIn);
};

/** Has a frame tokenize a document, and looks at what the vault has stored and at what the page has heard. */
const tokenized = async (document: unknown, using = callGuards) => {
  let ids: string[] = [];
  const call = frameOf(async (path, body) => {
    const answer = await rig.send('POST', path, { key, body });
    if (answer.status !== 200) throw new Error(answer.text);
    ids = idsIn(answer.body);
    return answer.body;
  }, using);
  const heard = await call('tokenize', structuredClone(document), {}).catch((thrown: unknown) => thrown);
  const reads = ids.map(async (id) => (await rig.send('GET', `/tokens/${id}`, { key })).body as Stored);
  return { heard: JSON.stringify(heard) ?? '', stored: await Promise.all(reads) };
};

const holds = (value: unknown, text: string): boolean => (JSON.stringify(value) ?? '').includes(text);

let cards = 0;
let texts = 0;

const eachValueIsInItsPlace = (using = callGuards) =>
  fc.asyncProperty(document, async (wanted) => {
    const { heard, stored } = await tokenized(wanted, using);
    cards += stored.filter(({ data }) => holds(data, secret.number)).length;
    texts += stored.filter(({ data }) => holds(data, secret.text)).length;
    const isTold = Object.values(secret).some((value) => heard.includes(value));
    const isMisplaced = stored.some(
      ({ data, metadata, privacy: { classification, impact_level: level } }) =>
        Object.values(secret).some((value) => holds(metadata, value)) ||
        (holds(data, secret.number) && `${classification} ${level}` !== 'pci high'),
    );
    return !isTold && !isMisplaced;
  });

it('puts a card into no token of a lower class, and nothing outside of data, whatever the document', async () => {
  await fc.assert(eachValueIsInItsPlace(), { numRuns: 200, seed: 41 });
  // Otherwise there would have been nothing to misplace.
  expect(cards).toBeGreaterThan(5);
  expect(texts).toBeGreaterThan(50);
});

const without = (name: 'classFloor' | 'allowedPath') => ({
  ...callGuards,
  payload: { ...callGuards.payload, [name]: () => true },
});

it.each(['classFloor', 'allowedPath'] as const)('would notice a frame that lacks its check `%s`', async (name) => {
  const { failed } = await fc.check(eachValueIsInItsPlace(without(name)), {
    numRuns: 200,
    seed: 41,
    endOnFailure: true,
  });
  expect(failed).toBe(true);
});
