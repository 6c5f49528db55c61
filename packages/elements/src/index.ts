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
export type { ElementsRequestOptions } from './calls/request-options.ts';
export type {
  Elements,
  ElementsOptions,
  OpenedSession,
  Validity,
} from './create-elements.ts';
export { type ElementPart, HostedElement } from './element/hosted-element.ts';
export type { EventOf, Subscription } from './element/listeners.ts';
export { ElementsApiError, ElementsError, ElementsValidationError } from './errors.ts';
export type { ChangesOf, OptionName, OptionsOf } from './options.ts';
export { defineField, type FieldElement } from './tag/field-element.ts';

/** The elements of one page and key. Nothing is loaded before an element is mounted. */
export const createElements = (options: ElementsOptions): Elements => create(options, pageGuards);
