import type { BasisTheoryApiError } from '@tessera/client';
import type { Scene } from '../scene.ts';

/** Where something that is fetched stands. `stale` is what was there before, while it is fetched again. */
export type Fetched<Value> =
  | { state: 'loading'; stale?: Value | undefined }
  | { state: 'failed'; error: BasisTheoryApiError | Error; again(): void }
  | { state: 'ready'; value: Value };

export interface Fetching<Value> {
  readonly now: Fetched<Value>;
  /** Fetches it again. */
  again(): void;
  /** Puts a value in place of the one that was fetched. */
  set(value: Value): void;
}

/** Starts to fetch something for a view, and draws the page again when it comes or fails. Nothing happens after the view is left. */
export const fetching = <Value>(
  { signal, redraw }: Pick<Scene, 'signal' | 'redraw'>,
  load: (signal: AbortSignal) => Promise<Value>,
): Fetching<Value> => {
  let now: Fetched<Value> = { state: 'loading' };
  // Of two calls under way, the answer to the later one counts.
  let latest = 0;
  const become = (next: Fetched<Value>) => {
    if (signal.aborted) return;
    now = next;
    redraw();
  };
  const again = () => {
    latest += 1;
    const turn = latest;
    if (turn > 1) become({ state: 'loading', stale: now.state === 'ready' ? now.value : undefined });
    load(signal).then(
      (value) => turn === latest && become({ state: 'ready', value }),
      (error: unknown) =>
        turn === latest &&
        become({ state: 'failed', error: error instanceof Error ? error : new Error(String(error)), again }),
    );
  };
  again();
  return {
    get now() {
      return now;
    },
    again,
    set: (value) => {
      latest += 1;
      become({ state: 'ready', value });
    },
  };
};
