import { english } from '@tessera/fields/texts';
import { isFocused } from '../element/focus.ts';
import type { HostedElement } from '../element/hosted-element.ts';
import { wordsOf } from '../element/surroundings.ts';
import { submitBy } from './implicit-submission.ts';

/** What a tag has in common with an `<input required>`. */
export interface FormField extends HTMLElement {
  name: string;
  disabled: boolean;
  /** The type of the element. What is written here after the tag is in a document changes the attribute alone. */
  type: string;
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  readonly willValidate: boolean;
  readonly validity: ValidityState;
  /** What is wrong, in the language of the customer; empty when nothing is. */
  readonly validationMessage: string;
  checkValidity(): boolean;
  /** Shows what is wrong, in the tag too, and moves the focus to its first input that is not complete. */
  reportValidity(): boolean;
  setCustomValidity(message: string): void;
}

/** What the class of a tag builds on. */
interface Base extends FormField {
  readonly hosted: HostedElement | undefined;
  judge(): ElementInternals;
  showFocus(isFocused: boolean): void;
  submit(): void;
  formDisabledCallback(disabled: boolean): void;
}

/** The class of a tag that is a form control. It is made on demand, because servers have no `HTMLElement` to extend. */
export const formField = (): { new (): Base; readonly formAssociated: boolean } =>
  class extends HTMLElement implements FormField {
    static readonly formAssociated = true;
    readonly #internals = this.attachInternals();
    #custom = '';
    /** The browser has been asked to report to the customer what is wrong. */
    #isReporting = false;

    constructor() {
      super();
      this.addEventListener('click', (event) => {
        // A click on its label, which the browser passes on. What an input inside reports as a click is no mouse event.
        if (event.target === this && event instanceof MouseEvent) this.focus();
      });
      this.addEventListener('invalid', () => {
        // The last moment before the browser reads the message.
        this.judge();
        // A page may only be asking whether all is right. When the browser reports that it is not, it moves the focus here.
        if (this.#isReporting || !this.#isFocused()) setTimeout(() => this.#showErrors());
      });
    }

    get name(): string {
      return this.getAttribute('name') ?? '';
    }
    set name(name: string) {
      this.setAttribute('name', name);
    }
    get disabled(): boolean {
      return this.hasAttribute('disabled');
    }
    set disabled(disabled: boolean) {
      this.toggleAttribute('disabled', disabled);
    }
    get type(): string {
      return this.getAttribute('type') ?? 'text';
    }
    /** Like the one of `form`, for React and Vue, which write a property where an element has one of the name of an attribute. */
    set type(type: string) {
      this.setAttribute('type', type);
    }
    get form(): HTMLFormElement | null {
      return this.#internals.form;
    }
    set form(id: string) {
      this.setAttribute('form', id);
    }
    get labels(): NodeList {
      return this.#internals.labels;
    }
    get willValidate(): boolean {
      return this.#internals.willValidate;
    }
    get validity(): ValidityState {
      return this.judge().validity;
    }
    get validationMessage(): string {
      return this.willValidate ? this.judge().validationMessage : '';
    }
    checkValidity(): boolean {
      return this.judge().checkValidity();
    }
    reportValidity(): boolean {
      return this.#reporting(() => this.judge().reportValidity());
    }
    setCustomValidity(message: string): void {
      this.#custom = String(message);
      this.judge();
    }

    formAssociatedCallback(): void {
      this.judge();
    }
    formDisabledCallback(_disabled: boolean): void {}
    formResetCallback(): void {
      this.hosted?.clear();
    }
    /** No value leaves the frame, so there is none that the browser could have kept. */
    formStateRestoreCallback(): void {}

    /** @internal Its element, once there is one. */
    get hosted(): HostedElement | undefined {
      return undefined;
    }

    /**
     * @internal Tells the form whether the element can be sent, in the words of its frame, and nothing of what is in it. A message of the
     * page's own comes first, as on inputs. The browser shows the message at the iframe and moves the focus there.
     */
    judge(): ElementInternals {
      const { hosted } = this;
      if (!hosted) return this.#internals;
      const { valid, empty, errors } = hosted.metadata;
      // Before errors are shown, what is wrong concerns the element as a whole.
      const [error = { targetId: '', type: 'incomplete', empty }] = errors ?? [];
      const { [error.targetId]: messages } = hosted.messages;
      // Until the frame has said how errors read. By then, nothing can have been typed.
      const label = this.getAttribute('aria-label') ?? english.labels[hosted.type] ?? wordsOf(hosted.type, ' ');
      const early = english.errors.empty(label);
      const message = this.#custom || (valid ? '' : (messages?.[error.empty ? 'empty' : error.type] ?? early));
      const flags = { customError: this.#custom !== '', valueMissing: !valid && empty, badInput: !valid && !empty };
      const anchor = this.querySelector('iframe');
      // Without an iframe, the browser needs something else that can take the focus, or it would stop the form without a word.
      if (!anchor && message) this.tabIndex = -1;
      this.#internals.setValidity(flags, message, anchor ?? undefined);
      return this.#internals;
    }

    /** @internal Sets `:state(focused)`. */
    showFocus(isFocused: boolean): void {
      this.#internals.states?.[isFocused ? 'add' : 'delete']('focused');
    }

    /** @internal Does what Enter in an input does. */
    submit(): void {
      const { form } = this;
      if (form) this.#reporting(() => submitBy(this, form));
    }

    /** Whether the focus is in its iframe. */
    #isFocused(): boolean {
      const iframe = this.querySelector('iframe');
      return isFocused(iframe ? { iframe } : undefined);
    }

    #reporting<T>(run: () => T): T {
      this.#isReporting = true;
      try {
        return run();
      } finally {
        this.#isReporting = false;
      }
    }

    /** Shows the errors inside, and where to go on, if the browser has moved the focus here. */
    #showErrors(): void {
      if (!this.#isFocused()) return;
      this.hosted?.validate().catch(() => {});
      this.focus();
    }
  };
