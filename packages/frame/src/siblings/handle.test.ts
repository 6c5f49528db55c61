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
