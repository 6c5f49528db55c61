'use client';

export { BasisTheoryApiError, BasisTheoryValidationError } from '@tessera/js';
export { BasisTheoryProvider, type BasisTheoryProviderProps } from './basis-theory-provider.ts';
export { BasisTheoryReact } from './basis-theory-react.ts';
export * from './components.ts';
export type { ElementComponent } from './create-element-component.ts';
export type { ElementProps } from './props.ts';
export { type BasisTheoryState, useBasisTheory } from './use-basis-theory.ts';
