import type { InitOptions } from '@tessera/js';
import { useContext, useEffect, useRef, useState } from 'react';
import { BasisTheoryContext } from './basis-theory-provider.ts';
import { BasisTheoryReact } from './basis-theory-react.ts';

/**
 * What {@link useBasisTheory} returns.
 *
 * @example
 * ```tsx
 * import type { BasisTheoryState } from '@tessera/react';
 *
 * const Status = ({ bt, error }: BasisTheoryState) => <p>{error ? error.message : bt ? 'Ready' : 'Loading…'}</p>;
 * ```
 */
export interface BasisTheoryState {
  /** The instance, once it is initialized. */
  readonly bt?: BasisTheoryReact;
  /** The error of `init`, if it failed. */
  readonly error?: Error;
}

/**
 * An instance of the SDK, created once in the life of the component, in the browser only. Keys and options of later renders are ignored.
 * Without a key, the instance of the provider above. The error of a wrong option is in `error`; nothing is thrown.
 *
 * @example
 * ```tsx
 * import { BasisTheoryProvider, CardElement, useBasisTheory } from '@tessera/react';
 *
 * const Checkout = () => {
 *   const { bt, error } = useBasisTheory('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 *   const pay = () => bt?.tokens.create({ type: 'card', data: bt.getElement('card') });
 *   if (error) return <p>{error.message}</p>;
 *   return (
 *     <BasisTheoryProvider bt={bt}>
 *       <CardElement id="card" />
 *       <button onClick={pay}>Pay</button>
 *     </BasisTheoryProvider>
 *   );
 * };
 * ```
 */
export const useBasisTheory = (apiKey?: string, options?: InitOptions): BasisTheoryState => {
  const shared = useContext(BasisTheoryContext);
  const [own, setOwn] = useState<BasisTheoryState>({});
  const started = useRef(false);
  // Without a list of dependencies, because a key may come in a later render. Only the first one counts.
  useEffect(() => {
    if (!apiKey || started.current) return;
    started.current = true;
    new BasisTheoryReact().init(apiKey, options).then(
      (bt) => setOwn({ bt }),
      (error: Error) => setOwn({ error }),
    );
  });
  return own.bt || own.error || !shared ? own : { bt: shared };
};
