export { BasisTheoryApiError, BasisTheoryValidationError } from '@tessera/js';
export * from './components.ts';
export type { ElementComponent } from './create-element-component.ts';
export type { ElementProps } from './props.ts';
export {
  BasisTheoryPlugin,
  type BasisTheoryPluginOptions,
  type BasisTheoryState,
  useBasisTheory,
} from './use-basis-theory.ts';
