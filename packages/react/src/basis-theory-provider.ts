import { createContext, createElement, type ReactElement, type ReactNode } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';

export const BasisTheoryContext = createContext<BasisTheoryReact | undefined>(undefined);

/**
 * The props of {@link BasisTheoryProvider}.
 *
 * @example
 * ```tsx
 * import { BasisTheoryProvider, type BasisTheoryProviderProps } from '@tessera/react';
 *
 * const Payments = (props: BasisTheoryProviderProps) => <BasisTheoryProvider {...props} />;
 * ```
 */
export interface BasisTheoryProviderProps {
  /** The instance that `useBasisTheory` returned. It may be undefined at first. */
  readonly bt?: BasisTheoryReact | undefined;
  readonly children?: ReactNode;
}

/**
 * Provides the components inside it with an instance of the SDK.
 *
 * @example
 * ```tsx
 * import { BasisTheoryProvider, CardElement, useBasisTheory } from '@tessera/react';
 *
 * const Checkout = () => {
 *   const { bt } = useBasisTheory('key_…', { apiBaseUrl: 'https://vault.example', elements: true });
 *   return (
 *     <BasisTheoryProvider bt={bt}>
 *       <CardElement id="card" />
 *     </BasisTheoryProvider>
 *   );
 * };
 * ```
 */
export const BasisTheoryProvider = ({ bt, children }: BasisTheoryProviderProps): ReactElement =>
  createElement(BasisTheoryContext.Provider, { value: bt }, children);
