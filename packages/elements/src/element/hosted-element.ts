import type { ElementEvent, ElementOptions, ElementState, Facts, FrameConnection, Reference } from '@tessera/bridge';
import { type Failure, type Messages, unsendable } from '@tessera/bridge';
import type { JsonInput } from '@tessera/client';
import type { ElementType } from '@tessera/fields';
import { answered, ElementsError, errorOf } from '../errors.ts';
import { smallLimit } from '../limits.ts';
import type { ChangesOf } from '../options.ts';
import type { ElementHome } from '../page-session.ts';
import { heardFocus, takeFocus } from './focus.ts';
import { dressFrame } from './iframe.ts';
import { createListeners, type EventOf, type Subscription } from './listeners.ts';
import { Placement, type PlacementState } from './placement.ts';
import { surroundingsOf } from './surroundings.ts';

const untouched: ElementState = { empty: true, complete: false, valid: false, maskSatisfied: false };

/**
 * Takes the place of one property of an element in a payload: the month or the year of an expiration date, or a date as text.
 *
 * @example
 * ```ts
 * import type { ElementPart, HostedElement } from '@tessera/elements';
 *
 * const partsOf = (expiry: HostedElement<'cardExpirationDate'>): ElementPart[] => [expiry.month(), expiry.format('MM/yy')];
 * ```
 */
export interface ElementPart {
  readonly element: HostedElement;
  readonly method: 'month' | 'year' | 'format';
  /** How the date is written, in Luxon's tokens for months and years. */
  readonly formattingOptions?: string;
}

/**
 * An element on a page: an iframe, and what that reported about itself, never a value. In payloads it takes the place of the value.
 *
 * @example
 * ```ts
 * import type { HostedElement } from '@tessera/elements';
 *
 * const mountAll = async (number: HostedElement<'cardNumber'>, expiry: HostedElement<'cardExpirationDate'>) => {
 *   number.on('change', ({ complete }) => complete && expiry.focus());
 *   await Promise.all([number.mount('#number'), expiry.mount('#expiry')]);
 * };
 * ```
 */
export class HostedElement<T extends ElementType = ElementType> {
  /** The type that it was created with. */
  declare readonly type: T;
  readonly #home: ElementHome;
  readonly #listeners = createListeners();
  readonly #placement: Placement;
  #options: ElementOptions;
  #metadata = untouched;
  #facts: Facts = {};
  /** @internal How its errors read; empty until the frame has told that. */
  messages: Messages = {};
  /** @internal Whether the page has given it a value, which may stand in it yet when the option is gone. */
  isGiven: boolean;

  constructor(home: ElementHome, type: T, options: ElementOptions) {
    this.#home = home;
    this.type = type;
    this.#options = options;
    this.isGiven = !!options.value;
    this.#placement = new Placement({
      ...{ type, source: home },
      options: () => this.#options,
      methods: {
        emit: (event) => this.#receive(event),
        say: (messages) => {
          this.messages = messages;
          const title = messages['']?.title;
          if (title) this.#placement.frame?.iframe.setAttribute('title', title);
        },
      },
      forget: () => this.#forget(),
      lost: (code) => {
        const { empty, complete } = this.#metadata;
        this.#forget();
        this.#listeners.tell({ type: 'lost', code, targetId: this.name, empty, complete });
        if (!empty) this.#listeners.tell({ type: 'change', ...untouched });
      },
    });
  }

  /** `mounted` once `mount` has resolved; `frame-lost` when the iframe was moved, reloaded or removed, until it is replaced. */
  get state(): PlacementState {
    return this.#placement.state;
  }

  /** @internal Its `targetId`, or its type. */
  get name(): string {
    return this.#options.targetId ?? this.type;
  }

  /** Whether it accepts input. */
  get mounted(): boolean {
    return this.state === 'mounted';
  }

  /** The state in the last `change`. */
  get metadata(): ElementState {
    return this.#metadata;
  }

  /** What is known about the card number, as of the last `change`. */
  get cardMetadata(): Facts {
    return this.#facts;
  }

  /**
   * Adds the iframe to a node of the page, given as a node or CSS selector. Resolves when the element accepts input and the vault has
   * accepted the API key. From then on the element replaces an iframe that is lost while its container is in the document.
   *
   * @throws ElementsError with a `code` that names the reason, within half a minute. `mount` may be called again afterwards.
   */
  mount(target: string | Element): Promise<void> {
    return this.#placement.mount(target);
  }

  /** Removes the iframe and what was typed. `mount` may be called again afterwards. */
  unmount(): void {
    this.#forget();
    this.#placement.unmount();
  }

  /**
   * Merges options into the current ones. `undefined` resets an option to its default.
   *
   * @throws ElementsError `unknown-option`, `invalid-option`, or `field-not-empty` for options that are fixed while the input holds something.
   */
  async update(options: ChangesOf<T>): Promise<void> {
    const { opening, frame } = this.#placement;
    const detail = unsendable(options);
    if (detail) throw new ElementsError('invalid-option', detail);
    this.isGiven ||= !!options.value;
    // A removed option falls back to what surrounds the element. Changes of the colour scheme are observed anyway.
    const { colorScheme: _, ...around } = frame
      ? surroundingsOf(frame, this.type, { ...this.#options, ...options })
      : {};
    const connection = await opening?.catch(() => {});
    // Where the frame is gone, or did not come, the next one is opened with the options of then.
    await connection?.call('update', smallLimit, { ...options, ...around }).catch((thrown: Failure) => {
      if (thrown.code !== 'frame-lost' && thrown.code !== 'not-mounted') throw errorOf(thrown);
    });
    this.#options = { ...this.#options, ...options };
    if (this.#placement.frame) dressFrame(this.#placement.frame, this.type, this.#options);
  }

  /** Shows the errors, as if each input had been left, and resolves to the state, which `change` reports too. */
  async validate(): Promise<ElementState> {
    return await answered(this.connection().call('validate', smallLimit));
  }

  /** Empties all inputs. */
  clear(): void {
    this.#placement.tell('clear');
  }

  /**
   * Shows a value of `data` that `tokens.retrieve` answered in a session. It can be seen, but not edited or sent, until `clear`.
   *
   * @throws ElementsError `session-ended`, or `invalid-payload` when the value does not come from the session.
   */
  async setValue(value: JsonInput | undefined): Promise<void> {
    await this.#home.session.ask('show', (await this.#whenOpen()).id, value);
  }

  /** Shows what is in another element of the same type, until its frame is gone. Such an element cannot be part of a payload. */
  async setValueRef(source: HostedElement): Promise<void> {
    const { id } = await source.#whenOpen();
    await answered((await this.#whenOpen()).call('mirror', smallLimit, id));
  }

  /**
   * Moves the focus to the first input that is not complete, or else to the first; while mounting, once it is ready. Does nothing where the
   * page refuses the focus: behind an open dialog, or hidden.
   */
  focus(): void {
    takeFocus(this.#placement);
  }

  /** Removes the focus from the inputs. */
  blur(): void {
    this.#placement.tell('blur');
    this.#placement.frame?.iframe.blur();
  }

  /**
   * Calls a listener on every event of a type, until the subscription ends. Listeners survive `unmount`.
   *
   * @throws ElementsError `unknown-event`.
   */
  on<Type extends ElementEvent['type']>(type: Type, listener: (event: EventOf<Type>) => void): Subscription {
    return this.#listeners.on(type, listener);
  }

  /** The month of an expiration date, 1 to 12, for use in a payload. */
  month(): ElementPart {
    return { element: this, method: 'month' };
  }

  /** The four-digit year of an expiration date, for use in a payload. */
  year(): ElementPart {
    return { element: this, method: 'year' };
  }

  /** An expiration date as text, for use in a payload. The format is in Luxon's tokens for months and years: `MM/yy`. */
  format(formattingOptions: string): ElementPart {
    return { element: this, method: 'format', formattingOptions };
  }

  /** @internal What replaces this element in a payload. */
  reference(): Reference {
    return { $element: this.connection().id };
  }

  /** @internal The open frame; throws when there is none. */
  connection(): FrameConnection {
    const { connection, isLost } = this.#placement;
    if (connection) return connection;
    throw new ElementsError(isLost ? 'frame-lost' : 'not-mounted', this.#options.targetId);
  }

  /** The frame, as soon as it is open where it is being mounted. */
  async #whenOpen(): Promise<FrameConnection> {
    await this.#placement.opening?.catch(() => {});
    return this.connection();
  }

  #forget(): void {
    this.#metadata = untouched;
    this.#facts = {};
  }

  #receive(event: ElementEvent): void {
    if (event.type === 'change') {
      const { type, empty, complete, valid, maskSatisfied, errors, ...facts } = event;
      this.#metadata = { empty, complete, valid, maskSatisfied, ...(errors && { errors }) };
      this.#facts = facts;
    }
    const isIn = event.type === 'focus';
    if (isIn) this.#home.session.keep();
    if (isIn || event.type === 'blur') heardFocus(this.#placement, isIn);
    this.#listeners.tell(event);
  }
}
