import { expect, it } from 'vitest';
import { guards } from '../start/guards.ts';
import { keyCheck } from './key-check.ts';

/** Frames of one page and key that are all open, each with what the vault says about their key, if it says anything. */
const openFrames = (answers: readonly (boolean | undefined)[]) => {
  const parent = { frames: [] as unknown[] };
  const identity = {
    parent: parent as unknown as Window,
    pageOrigin: 'https://shop.example',
    apiKey: 'key',
    build: 'b',
  };
  const asks: number[] = [];
  const frames = answers.map((accepted, place) => {
    const window = Object.assign(new EventTarget(), { parent, setTimeout: globalThis.setTimeout }) as unknown as Window;
    const ask = async () => {
      asks.push(place);
      if (accepted === undefined) await new Promise(() => {});
      if (!accepted) throw new Error(`refused ${place}`);
    };
    let asked: Promise<void> | undefined;
    const checked = () => {
      asked ??= keyCheck(window, identity, ask, guards.sibling);
      return asked;
    };
    Object.assign(window, { [Symbol.for('tessera.element')]: { identity, asked: () => asked, window } });
    parent.frames.push(window);
    return checked;
  });
  const remove = (place: number) => (parent.frames[place] as Window).dispatchEvent(new Event('pagehide'));
  return { frames, asks, remove };
};

it('asks the vault once for frames that are all open before the first is asked', async () => {
  const { frames, asks } = openFrames([true, true, true]);
  await Promise.all([1, 0, 2].map((place) => frames[place]?.()));
  expect(asks).toEqual([1]);
});

it('waits for no frame that has not asked', async () => {
  const { frames, asks } = openFrames([true, true]);
  await frames[1]?.();
  expect(asks).toEqual([1]);
});

it('asks again for each frame after a refusal, which reports its own', async () => {
  const { frames, asks } = openFrames([false, false]);
  const ends = await Promise.allSettled(frames.map((checked) => checked()));
  expect(asks).toEqual([0, 1]);
  expect(ends.map((end) => end.status === 'rejected' && end.reason.message)).toEqual(['refused 0', 'refused 1']);
});

it('asks the vault itself as soon as a frame is removed that was asking', async () => {
  const { frames, asks, remove } = openFrames([undefined, true]);
  void frames[0]?.();
  const checked = frames[1]?.();
  expect(asks).toEqual([0]);
  remove(0);
  await checked;
  expect(asks).toEqual([0, 1]);
});
