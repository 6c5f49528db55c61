// A program that uses Vue needs one package alone, so this one has the types of the SDK too.
export type * from '@tessera/js';
export {
  AMERICAN_EXPRESS,
  BasisTheoryApiError,
  BasisTheoryValidationError,
  DEFAULT_CARD_TYPES,
  DINERS_CLUB,
  DISCOVER,
  ELO,
  HIPER,
  HIPERCARD,
  JCB,
  MAESTRO,
  MASTERCARD,
  MIR,
  UNION_PAY,
  VISA,
} from '@tessera/js';
export type { ElementFailure } from '@tessera/js/wrapping';
export * from './components.ts';
export type { ElementComponent } from './create-element-component.ts';
export { EarlyFrame } from './early-frame.ts';
export type { ElementProps } from './props.ts';
export {
  BasisTheoryPlugin,
  type BasisTheoryPluginOptions,
  type BasisTheoryState,
  useBasisTheory,
} from './use-basis-theory.ts';
