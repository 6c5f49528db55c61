import { pageGuards } from '@tessera/bridge';
import { createElements as create, type Elements, type ElementsOptions } from './create-elements.ts';

export type {
  BlurEvent,
  CardType,
  ChangeEvent,
  ClickEvent,
  ElementEvent,
  ElementState,
  ElementStyle,
  ErrorCode,
  Facts,
  FieldError,
  FocusEvent,
  FontSource,
  GivenValue,
  KeydownEvent,
  ObscuredEvent,
  ReadyEvent,
  StyleRules,
  StyleWarning,
  Theme,
  WarningEvent,
} from '@tessera/bridge';
export type { ElementType } from '@tessera/fields';
export type {
  Elements,
  ElementsOptions,
  ElementsRequestOptions,
  OpenedSession,
  Validity,
} from './create-elements.ts';
export { type ElementPart, HostedElement } from './element.ts';
export { ElementsApiError, ElementsError, ElementsValidationError } from './errors.ts';
export { defineField, type FieldElement } from './field-element.ts';
export type { EventOf, Subscription } from './listeners.ts';
export type { ChangesOf, OptionName, OptionsOf } from './options.ts';

/** The elements of one page and key. Nothing is loaded before an element is mounted. */
export const createElements = (options: ElementsOptions): Elements => create(options, pageGuards);
