import { createContext, createElement, type ReactElement, type ReactNode } from 'react';
import type { BasisTheoryReact } from './basis-theory-react.ts';

export const BasisTheoryContext = createContext<BasisTheoryReact | undefined>(undefined);

export interface BasisTheoryProviderProps {
  /** What `useBasisTheory` gave; it may come later. */
  readonly bt?: BasisTheoryReact | undefined;
  readonly children?: ReactNode;
}

/** Gives the components under it an instance of the SDK. */
export const BasisTheoryProvider = ({ bt, children }: BasisTheoryProviderProps): ReactElement =>
  createElement(BasisTheoryContext.Provider, { value: bt }, children);
