import { pageGuards } from '@tessera/bridge';
import { createElements as create, type Elements, type ElementsOptions } from './create-elements.ts';

export type {
  BlurEvent,
  CardType,
  ChangeEvent,
  ClickEvent,
  CoBadge,
  CopyEvent,
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
  LostEvent,
  ObscuredEvent,
  ReadyEvent,
  StyleRules,
  StyleWarning,
  Theme,
  WarningEvent,
} from '@tessera/bridge';
export type { ElementType } from '@tessera/fields';
export type { EncryptableToken, EncryptElements } from './calls/encrypt-elements.ts';
export type { ElementsRequestOptions } from './calls/request-options.ts';
export type { WithElements } from './calls/with-elements.ts';
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
export type { FieldAttributes } from './tag/field-attributes.ts';
export { defineField, type FieldElement } from './tag/field-element.ts';
export type { FieldEvents, FieldHandlers } from './tag/field-events.ts';

/**
 * Prepares elements for one vault and API key. Nothing is loaded before an element is mounted.
 *
 * @throws TypeError when `vaultOrigin` is not a URL.
 * @example
 * ```ts
 * import { createElements } from '@tessera/elements';
 *
 * const elements = createElements({ vaultOrigin: 'https://vault.example', apiKey: 'key_…' });
 * const card = elements.createElement('card', { style: { base: { fontSize: '16px' } } });
 * await card.mount('#card');
 * const token = await elements.tokens.create({ type: 'card', data: card });
 * ```
 */
export const createElements = (options: ElementsOptions): Elements => create(options, pageGuards);
