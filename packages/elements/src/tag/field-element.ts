import type { ElementEvent, ElementOptions, ElementState, Facts } from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import type { Elements } from '../create-elements.ts';
import type { ElementPart, HostedElement } from '../element/hosted-element.ts';
import type { ElementsError } from '../errors.ts';
import type { OptionsOf } from '../options.ts';
import { type Attribute, attributes } from './field-attributes.ts';
import type { FieldEvents } from './field-events.ts';
import { type FormField, formField } from './form-field.ts';
import { labelsOf } from './labels.ts';

/** As on inputs, these two do not bubble, and are followed by events that do. */
const bubbling: Readonly<Partial<Record<string, string>>> = { focus: 'focusin', blur: 'focusout' };

const eventTypes = [
  'ready',
  'change',
  'focus',
  'blur',
  'keydown',
  'click',
  'copy',
  'warning',
  'obscured',
  'lost',
] as const;

/**
 * An element as an HTML tag: `<tessera-field type="cardNumber">`. In its form it is what an `<input required>` is, except that it has no value
 * to submit or restore.
 *
 * @example
 * ```ts
 * import type { FieldElement } from '@tessera/elements';
 *
 * const field = document.querySelector<FieldElement<'cardNumber'>>('tessera-field');
 * await field?.mounting;
 * ```
 */
export interface FieldElement<T extends ElementType = ElementType> extends FormField {
  /** The element, for use in payloads. The tag itself can be used as well. */
  readonly element: HostedElement<T>;
  /** Options that attributes cannot express. Setting this property merges them into the current ones. */
  options: OptionsOf<T>;
  readonly metadata: ElementState;
  readonly cardMetadata: Facts;
  /** Resolves when the element is mounted. A failure is also an `error` event of the tag. */
  readonly mounting: Promise<void>;
  clear(): void;
  validate(): Promise<ElementState>;
  month(): ElementPart;
  year(): ElementPart;
  format(formattingOptions: string): ElementPart;
  addEventListener<Type extends keyof FieldEvents>(
    type: Type,
    listener: (this: FieldElement, event: FieldEvents[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-field': FieldElement;
  }
}

/**
 * Defines the HTML tag for elements of an SDK. Tags that are already in the document are mounted then. Each event of the element is an
 * event of the tag: see {@link FieldEvents}.
 *
 * @throws DOMException when the name is already defined.
 * @example
 * ```ts
 * import { defineField } from '@tessera/elements';
 *
 * defineField(bt, 'card-field');
 * ```
 */
export const defineField = (sdk: Pick<Elements, 'createElement'>, name = 'tessera-field'): void => {
  class TesseraField extends formField() implements FieldElement {
    static readonly observedAttributes = Object.keys(attributes);
    #given: ElementOptions = {};
    #element: HostedElement | undefined;
    readonly #labels = labelsOf(this, () => {
      if (!this.hasAttribute('aria-label')) this.attributeChangedCallback('aria-label');
    });
    mounting: Promise<void> = Promise.resolve();

    override get hosted(): HostedElement | undefined {
      return this.#element;
    }
    get element(): HostedElement {
      this.#element ??= this.#create();
      return this.#element;
    }
    get options(): OptionsOf {
      const said = (Object.keys(attributes) as Attribute[]).filter((attribute) => this.hasAttribute(attribute));
      const label = this.#labels.text();
      return {
        ...(label && { 'aria-label': label }),
        ...Object.fromEntries(said.map((attribute) => this.#said(attribute))),
        ...this.#given,
        disabled: this.matches(':disabled'),
      } as OptionsOf;
    }
    set options({ disabled = this.disabled, ...options }: OptionsOf) {
      this.disabled = disabled;
      this.#given = { ...this.#given, ...options };
      this.#update(options);
    }
    get metadata(): ElementState {
      return this.element.metadata;
    }
    get cardMetadata(): Facts {
      return this.element.cardMetadata;
    }
    clear(): void {
      this.element.clear();
    }
    validate(): Promise<ElementState> {
      return this.element.validate();
    }
    month(): ElementPart {
      return this.element.month();
    }
    year(): ElementPart {
      return this.element.year();
    }
    format(formattingOptions: string): ElementPart {
      return this.element.format(formattingOptions);
    }
    override focus(): void {
      if (!this.matches(':disabled')) this.element.focus();
    }
    override blur(): void {
      this.element.blur();
    }

    constructor() {
      super();
      // Chromium reports it when a script moves the focus into the iframe, and only then: the events of the element always come.
      for (const type of ['focusin', 'focusout']) {
        this.addEventListener(type, (event) => event.target === this || event.stopPropagation());
      }
    }

    connectedCallback(): void {
      if (!this.style.display) this.style.display = 'block';
      // What a page said before the tag was defined stands in front of the properties of this class.
      for (const name of ['name', 'disabled', 'type', 'options'] as const) {
        if (!Object.hasOwn(this, name)) continue;
        const said = { [name]: this[name] };
        delete (this as Partial<FieldElement>)[name];
        Object.assign(this, said);
      }
      this.#labels.follow();
      this.mounting = this.#mount(this.mounting);
      this.mounting.catch(() => {});
      this.judge();
    }
    /** A move with `moveBefore` keeps the frame. */
    connectedMoveCallback(): void {
      this.#labels.follow();
    }
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#labels.stop();
        this.#element?.unmount();
        this.showFocus(false);
      });
    }
    attributeChangedCallback(attribute: Attribute): void {
      const [option] = attributes[attribute];
      // What else says it, such as a label, says it again when the attribute goes.
      const [, value] = this.hasAttribute(attribute) ? this.#said(attribute) : [option, this.options[option as never]];
      this.#update({ [option]: value });
    }
    /** Called for its own `disabled` and for that of a fieldset around it, with what they come to. */
    override formDisabledCallback(disabled: boolean): void {
      this.#update({ disabled });
    }

    /** Also after a move, which the browser reports as a removal and an insertion: the frame is gone, and mounting replaces it. */
    async #mount(before: Promise<void>): Promise<void> {
      try {
        // A type that is none is refused when the element is created.
        await this.element.mount(this);
      } catch (error) {
        // Moved before its frame had loaded, which then loads where it is now.
        if ((error as ElementsError).code === 'already-mounted') return before;
        if (this.isConnected) this.dispatchEvent(new ErrorEvent('error', { error }));
        this.judge();
        throw error;
      }
    }
    #create(): HostedElement {
      const { type } = this;
      const targetId = this.name || this.id;
      // A name that is no type is refused by the SDK, in its own words.
      const element = sdk.createElement(type as ElementType, { ...(targetId && { targetId }), ...this.options });
      for (const event of eventTypes) element.on(event, (detail) => this.#tell(detail));
      return element;
    }
    #tell(detail: ElementEvent): void {
      const { type, ...facts } = detail;
      if (type === 'change') this.judge();
      if (type === 'focus') this.showFocus(true);
      if (type === 'blur' || type === 'lost') this.showFocus(false);
      const next = bubbling[type];
      const send = (name: string, bubbles: boolean) => {
        const event = new CustomEvent(name, { detail, bubbles, composed: true, cancelable: type === 'keydown' });
        // Frameworks read the key from the event itself.
        return this.dispatchEvent(type === 'keydown' ? Object.assign(event, facts) : event);
      };
      const isAllowed = send(type, !next);
      if (next) send(next, true);
      if (!isAllowed || type !== 'keydown' || detail.key !== 'Enter') return;
      if (!detail.altKey && !detail.ctrlKey && !detail.metaKey) this.submit();
    }
    #said(attribute: Attribute): [string, unknown] {
      const [option, kind] = attributes[attribute];
      const value = this.getAttribute(attribute);
      if (kind === Boolean) return [option, value !== null && value !== 'false'];
      return [option, value === null ? undefined : kind(value)];
    }
    #update(options: OptionsOf): void {
      if (!this.#element) return;
      this.#element.update(options).catch((error: unknown) => this.dispatchEvent(new ErrorEvent('error', { error })));
      this.judge();
    }
  }
  customElements.define(name, TesseraField);
};
