import type { Scene } from '../scene.ts';
import type { Fetching } from './fetched.ts';

/** Milliseconds between two looks at work that goes on. */
const pause = 1000;

/**
 * Looks again while something goes on, without taking away what is shown. A look that fails is repeated, and so is one that gives nothing:
 * there is nothing to see.
 */
export const follow = <Value>(
  { window, signal }: Pick<Scene, 'window' | 'signal'>,
  fetched: Fetching<Value>,
  load: () => Promise<Value | undefined>,
  goesOn: (value: Value) => boolean,
): void => {
  const look = async () => {
    try {
      const value = await load();
      if (signal.aborted) return;
      if (value !== undefined) {
        fetched.set(value);
        if (!goesOn(value)) return;
      }
    } catch {
      if (signal.aborted) return;
    }
    next();
  };
  const next = () => void window.setTimeout(() => void (signal.aborted || look()), pause);
  next();
};
