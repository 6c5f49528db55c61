import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { guards } from '../start/guards.ts';
import { findSibling } from './find-sibling.ts';
import { createHandle, publish } from './handle.ts';
import type { Identity } from './identity.ts';

const parts = [
  {
    targetId: 'n',
    classFloor: 'pci',
    verdict: 'complete',
    empty: false,
    given: false,
    revision: 1,
    data: { number: '4' },
  },
] as const;

const identity = (change: object = {}) =>
  ({
    ...{ parent: { frames: [] }, pageOrigin: 'https://shop.example', apiKey: 'key_1', build: 'b1' },
    ...change,
  }) as unknown as Identity;

/** A window in a shadow tree: its page's `frames` do not list it. */
const hidden = (own: Identity) => ({ parent: own.parent }) as unknown as Window;

/** Gives what the hidden frame is asked to show. */
const publishHidden = (id: string): unknown[] => {
  const seen: unknown[] = [];
  const own = identity();
  const handle = createHandle(
    { id, identity: own, checked: async () => {}, asked: () => undefined, window: {} as Window, type: 'text' },
    {
      parts: () => parts,
      validate: () => {},
      codeContext: () => undefined,
      heed: () => {},
      show: async (value) => {
        seen.push(value);
        return undefined;
      },
      watch: () => undefined,
    },
    guards.sibling,
  );
  publish(hidden(own), handle);
  return seen;
};

describe('a sibling that is not among the frames of the page', () => {
  it('answers over a channel named by its id', async () => {
    publishHidden('a'.repeat(32));
    const asker = identity();
    const sibling = findSibling(hidden(asker), 'a'.repeat(32), asker);
    expect(await sibling.refusal()).toBeUndefined();
    expect(await sibling.read()).toEqual(parts);
  });

  it('shows what a sibling reveals, and nothing for a frame of another key', async () => {
    const seen = publishHidden('d'.repeat(32));
    for (const asker of [identity(), identity({ apiKey: 'key_2' })]) {
      await findSibling(hidden(asker), 'd'.repeat(32), asker).show({ number: '4242' });
    }
    expect(seen).toEqual([{ number: '4242' }]);
  });

  it.each([
    ['sibling-mismatch', 'page', { pageOrigin: 'https://evil.example' }],
    ['sibling-mismatch', 'key', { apiKey: 'key_2' }],
    ['version-mismatch', 'build', { build: 'b2' }],
  ])('answers %s to a frame of another %s, and never its values', async (code, _, change) => {
    publishHidden('b'.repeat(32));
    const asker = identity(change);
    const sibling = findSibling(hidden(asker), 'b'.repeat(32), asker);
    expect(await sibling.refusal()).toBe(code);
    expect(await sibling.read()).toBe(code);
  });

  it('is unreachable when nobody answers', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const asker = identity();
    const refusal = findSibling(hidden(asker), 'c'.repeat(32), asker).refusal();
    const outcome = expect(refusal).rejects.toMatchObject({ code: 'sibling-unreachable' });
    await vi.advanceTimersByTimeAsync(3_000);
    await outcome;
  });
});

it('keeps a hundred idempotency keys for its siblings, and drops the oldest for another', () => {
  const own = identity();
  const nothing = { parts: () => [], validate: () => {}, codeContext: () => undefined, heed: () => {} };
  const handle = createHandle(
    { id: 'a', identity: own, checked: async () => {}, asked: () => undefined, window: {} as Window, type: 'text' },
    { ...nothing, show: async () => undefined, watch: () => undefined },
    guards.sibling,
  );
  const keep = (n: number) => handle.keepKey(own, `call ${n}`, `key ${n}`);
  const recall = (n: number) => handle.recallKey(own, `call ${n}`);
  for (let n = 0; n < 100; n += 1) keep(n);
  expect([recall(0), recall(99)]).toEqual(['key 0', 'key 99']);
  keep(100);
  expect([recall(0), recall(1), recall(100)]).toEqual([undefined, 'key 1', 'key 100']);
  // Whoever is no sibling neither learns nor changes one.
  const stranger = identity({ ...own, apiKey: 'key_2' });
  handle.keepKey(stranger, 'call 1', 'theirs');
  expect([handle.recallKey(stranger, 'call 1'), recall(1)]).toEqual([undefined, 'key 1']);
});
