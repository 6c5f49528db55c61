import type { Log } from '@tessera/client';
import { expect, it, vi } from 'vitest';
import type { Scene } from '../scene.ts';
import { createActors } from './actors.ts';

const signedIn = { permissions: ['application:read'], operator: { id: 'me', name: 'Ada' } };

/** A tenant with as many applications as anybody asks for, but one. */
const sceneOf = (session: object = signedIn) => {
  const list = vi.fn(async ({ id }: { id: string[] }) => ({
    data: id.filter((each) => each !== 'deleted').map((each) => ({ id: each, name: `Shop ${each}` })),
  }));
  const redraw = vi.fn();
  const scene = {
    ...{ session, redraw, signal: new AbortController().signal, words: { logs: {} } },
    ...{ vault: { applications: { list } }, at: (path: string) => path },
  };
  return { scene: scene as unknown as Scene, list, redraw };
};

const drawn = (actors: ReturnType<typeof createActors>, ids: readonly string[]) =>
  ids.map((actorId) => actors({ actorId, actorType: 'application' } as Log).values.at(-1));

it('names every application that is drawn, however many there are, and asks for each once', async () => {
  const { scene, list, redraw } = sceneOf();
  const actors = createActors(scene);
  const ids = [...Array.from({ length: 120 }, (_, n) => `app-${n}`), 'deleted'];
  expect(drawn(actors, ids)).toEqual(ids);
  await vi.waitFor(() => expect(redraw).toHaveBeenCalledTimes(3));
  const named = ids.map((id) => (id === 'deleted' ? id : `Shop ${id}`));
  expect(drawn(actors, ids)).toEqual(named);
  expect(drawn(actors, ['later'])).toEqual(['later']);
  await vi.waitFor(() => expect(redraw).toHaveBeenCalledTimes(4));
  expect(drawn(actors, ['later'])).toEqual(['Shop later']);
  expect(list.mock.calls.map(([{ id }]) => id.length)).toEqual([50, 50, 21, 1]);
});

it('goes on with others after a call that failed, and asks for nothing that the role may not see', async () => {
  const { scene, list, redraw } = sceneOf();
  list.mockRejectedValueOnce(new Error('No answer.'));
  const actors = createActors(scene);
  expect(drawn(actors, ['one'])).toEqual(['one']);
  await vi.waitFor(() => expect(list).toHaveBeenCalledTimes(1));
  await Promise.allSettled(list.mock.results.map(({ value }) => value));
  expect(drawn(actors, ['one', 'two'])).toEqual(['one', 'two']);
  await vi.waitFor(() => expect(redraw).toHaveBeenCalledTimes(1));
  expect(drawn(actors, ['one', 'two'])).toEqual(['one', 'Shop two']);

  const other = sceneOf({ ...signedIn, permissions: [] });
  expect(drawn(createActors(other.scene), ['one'])).toEqual(['one']);
  await Promise.resolve();
  expect(other.list).not.toHaveBeenCalled();
});
