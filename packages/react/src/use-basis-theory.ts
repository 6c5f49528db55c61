import type { InitOptions } from '@tessera/js';
import { useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { BasisTheoryContext } from './basis-theory-provider.ts';
import { BasisTheoryReact } from './basis-theory-react.ts';

/**
 * What {@link useBasisTheory} returns.
 *
 * @example
 * ```tsx
 * import type { BasisTheoryState } from '@tessera/react';
 *
 * const Status = ({ bt, error, retry }: BasisTheoryState) =>
 *   error ? <button onClick={retry}>{error.message} Try again</button> : <p>{bt ? 'Ready' : 'Loading…'}</p>;
 * ```
 */
export interface BasisTheoryState {
  /** The instance, once it is initialized. */
  readonly bt?: BasisTheoryReact;
  /** Why `init` failed, or why a field of this instance could not be mounted. */
  readonly error?: Error;
  /**
   * Tries again what failed: mounts the fields that could not be mounted. If `init` failed, or the key or `apiBaseUrl` has changed since,
   * creates a new instance with those of the latest render.
   */
  readonly retry: () => void;
}

interface Own {
  readonly bt?: BasisTheoryReact;
  readonly error?: Error;
}

const nothing = () => () => {};

/**
 * An instance of the SDK, created once in the life of the component, in the browser only. Keys and options of later renders are ignored,
 * except by `retry`. Without a key, the instance of the provider above. Nothing is ever thrown: whatever goes wrong is in `error`.
 *
 * @example
 * ```tsx
 * import { BasisTheoryProvider, CardElement, useBasisTheory } from '@tessera/react';
 *
 * const Checkout = () => {
 *   const { bt, error, retry } = useBasisTheory('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 *   const pay = () => bt?.tokens.create({ type: 'card', data: bt.getElement('card') });
 *   return (
 *     <BasisTheoryProvider bt={bt}>
 *       <CardElement id="card" />
 *       {error && <button onClick={retry}>The card field could not be loaded. Try again</button>}
 *       <button onClick={pay} disabled={!bt || !!error}>Pay</button>
 *     </BasisTheoryProvider>
 *   );
 * };
 * ```
 */
export const useBasisTheory = (apiKey?: string, options?: InitOptions): BasisTheoryState => {
  const shared = useContext(BasisTheoryContext);
  const [own, setOwn] = useState<Own>({});
  const asked = { apiKey, apiBaseUrl: options?.apiBaseUrl };
  const started = useRef<typeof asked>(undefined);

  const start = () => {
    if (!apiKey) return;
    const mine = asked;
    started.current = mine;
    const settle = (result: Own) => started.current === mine && setOwn(result);
    new BasisTheoryReact().init(apiKey, options).then(
      (bt) => settle({ bt }),
      (error: Error) => settle({ error }),
    );
  };
  // Without a list of dependencies, because a key may come in a later render. Only the first one counts.
  useEffect(() => {
    if (!started.current) start();
  });

  const bt = own.bt ?? (own.error ? undefined : shared);
  const failed = useSyncExternalStore(
    bt?.failures.subscribe ?? nothing,
    () => bt?.failures.error(),
    () => undefined,
  );
  const error = own.error ?? failed;
  const retry = () => {
    const { current } = started;
    const isOther = current?.apiKey !== apiKey || current?.apiBaseUrl !== asked.apiBaseUrl;
    if (apiKey && (own.error || isOther)) start();
    else bt?.failures.retry();
  };
  return { ...(bt && { bt }), ...(error && { error }), retry };
};
