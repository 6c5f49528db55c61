import type { InitOptions } from '@tessera/js';
import { useContext, useEffect, useRef, useState } from 'react';
import { BasisTheoryContext } from './basis-theory-provider.ts';
import { BasisTheoryReact } from './basis-theory-react.ts';

export interface BasisTheoryState {
  /** The instance, once it is ready. */
  readonly bt?: BasisTheoryReact;
  /** Why it will not be. */
  readonly error?: Error;
}

/**
 * The SDK with a key, made once in the life of the component: keys and options of later renders change nothing, and neither
 * does rendering on a server. Without a key, the instance of the provider above.
 */
export const useBasisTheory = (apiKey?: string, options?: InitOptions): BasisTheoryState => {
  const shared = useContext(BasisTheoryContext);
  const [own, setOwn] = useState<BasisTheoryState>({});
  const started = useRef(false);
  // Without a list of dependencies: a key may come late, and only the first one counts.
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
