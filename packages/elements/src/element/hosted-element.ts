import {
  type ElementEvent,
  type ElementOptions,
  type ElementState,
  type Facts,
  type FrameConnection,
  type FrameMethods,
  type OpeningFrame,
  openFrame,
  type Reference,
} from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { answered, ElementsError, errorOf } from '../errors.ts';
import type { FrameSource } from '../frame-source.ts';
import { limits } from '../limits.ts';
import type { ChangesOf } from '../options.ts';
import type { PageSession } from '../page-session.ts';
import { createFrame, dressFrame, watchSurroundings } from './iframe.ts';
import { createListeners, type EventOf, type Subscription } from './listeners.ts';
import { findTarget } from './mount-target.ts';
import { type Frame, surroundingsOf } from './surroundings.ts';

/** Stands in a payload for one property of an element. */
export interface ElementPart {
  readonly element: HostedElement;
  readonly method: 'month' | 'year' | 'format';
  /** How a date is written. */
  readonly formattingOptions?: string;
}

/** What all elements of one `createElements` share. */
export interface ElementHome extends FrameSource {
  readonly session: PageSession;
}

const untouched: ElementState = { empty: true, complete: false, valid: false, maskSatisfied: false };

/** One element on a page: an iframe and what it told about itself. It never holds a value, and stands for one in payloads. */
export class HostedElement<T extends ElementType = ElementType> {
  /** What it was created as. */
  readonly type: T;
  readonly #home: ElementHome;
  readonly #listeners = createListeners();
  #options: ElementOptions;
  #frame: Frame | undefined;
  #opening: OpeningFrame | undefined;
  #connection: FrameConnection | undefined;
  #state: 'idle' | 'mounting' | 'mounted' | 'frame-lost' = 'idle';
  #metadata = untouched;
  #facts: Facts = {};

  constructor(home: ElementHome, type: T, options: ElementOptions) {
    this.#home = home;
    this.type = type;
    this.#options = options;
  }

  /** `mounted` once `mount` has resolved; `frame-lost` when the iframe was moved, reloaded or removed under it. */
  get state(): 'idle' | 'mounting' | 'mounted' | 'frame-lost' {
    return this.#state;
  }

  /** Whether it is there to be typed into. */
  get mounted(): boolean {
    return this.#state === 'mounted';
  }

  /** What the last `change` said. */
  get metadata(): ElementState {
    return this.#metadata;
  }

  /** What is known of the card number, as the last `change` said. */
  get cardMetadata(): Facts {
    return this.#facts;
  }

  /**
   * Puts the iframe into an element of the page, which may be given as a CSS selector. Resolves when it accepts input and
   * the vault accepted the key.
   * @throws ElementsError with a `code` that says why, half a minute later at most. It may be called again then.
   */
  async mount(target: string | Element): Promise<void> {
    if (this.#state === 'mounting' || this.#state === 'mounted') throw new ElementsError('already-mounted');
    const { origin, apiKey, guards } = this.#home;
    if (apiKey === '') throw new ElementsError('key-missing');
    const container = findTarget(target);
    this.unmount();
    const frame = createFrame(container.ownerDocument, origin, this.#options);
    const { wrapper, iframe } = frame;
    const opening = openFrame(
      {
        iframe,
        origin,
        key: apiKey,
        type: this.type,
        options: () => ({ ...this.#options, ...surroundingsOf(frame, this.type, this.#options) }),
        methods: { emit: (event) => this.#receive(event) },
        onLost: () => this.#reset('frame-lost'),
      },
      guards,
    );
    this.#frame = frame;
    this.#opening = opening;
    this.#state = 'mounting';
    container.append(wrapper);
    dressFrame(frame, this.type, this.#options);
    try {
      const connection = await opening.connection;
      if (this.#opening !== opening) throw new ElementsError('not-mounted');
      this.#connection = connection;
      const options = () => this.#options;
      watchSurroundings(frame, this.type, options, (surroundings) => this.#tell('update', surroundings));
      await connection.call('checked', limits.checked);
      this.#state = 'mounted';
      addEventListener('pageshow', this.#onPageShow);
    } catch (thrown) {
      if (this.#opening === opening) this.unmount();
      throw errorOf(thrown);
    }
  }

  /** Removes the iframe and what was typed. `mount` may follow. */
  unmount(): void {
    this.#opening?.close();
    this.#frame?.iframe.remove();
    this.#frame?.wrapper.remove();
    this.#reset('idle');
  }

  /** Merges options into those there are. */
  async update(options: ChangesOf<T>): Promise<void> {
    const [opening, frame] = [this.#opening, this.#frame];
    // An option that is taken back falls back to the surroundings; changes of the colour scheme are observed anyway.
    const { colorScheme: _, ...surroundings } = frame
      ? surroundingsOf(frame, this.type, { ...this.#options, ...options })
      : {};
    await answered(
      (async () => (await opening?.connection)?.call('update', limits.small, { ...options, ...surroundings }))(),
    );
    this.#options = { ...this.#options, ...options };
    if (this.#frame) dressFrame(this.#frame, this.type, this.#options);
  }

  /** Shows what is wrong, as if each input had been left, and tells it; `change` says it too. */
  async validate(): Promise<ElementState> {
    return await answered(this.connection().call('validate', limits.small));
  }

  /** Empties all inputs. */
  clear(): void {
    this.#tell('clear');
  }

  /** Shows what `tokens.retrieve` gave references to in a session: to be seen, and neither changed nor sent, until `clear`. */
  async setValue(value: unknown): Promise<void> {
    const { id } = await this.#whenOpen();
    await this.#home.session.ask('show', id, value);
  }

  /** Shows what is in another element of the same type, from now on. It stands for no value itself. */
  async setValueRef(source: HostedElement): Promise<void> {
    const { id } = await source.#whenOpen();
    await answered((await this.#whenOpen()).call('mirror', limits.small, id));
  }

  /** Puts the focus into the first input; while it is being mounted, once that is there. */
  focus(): void {
    // A frame of another origin may only take the focus that its page hands over.
    this.#frame?.iframe.focus();
    this.#tell('focus');
  }

  /** Takes the focus out of the inputs. */
  blur(): void {
    this.#tell('blur');
    this.#frame?.iframe.blur();
  }

  /** Hears an event until it is unsubscribed; unmounting keeps the listeners. */
  on<Type extends ElementEvent['type']>(type: Type, listener: (event: EventOf<Type>) => void): Subscription {
    return this.#listeners.on(type, listener);
  }

  /** Stands for the month, 1 to 12, of an expiration date in a payload. */
  month(): ElementPart {
    return { element: this, method: 'month' };
  }

  /** Stands for the four-digit year of an expiration date in a payload. */
  year(): ElementPart {
    return { element: this, method: 'year' };
  }

  /** Stands for an expiration date as text in a payload, written in Luxon's tokens for months and years: `MM/yy`. */
  format(formattingOptions: string): ElementPart {
    return { element: this, method: 'format', formattingOptions };
  }

  /** @internal What replaces this element in a payload. */
  reference(): Reference {
    return { $element: this.connection().id };
  }

  /** @internal The open frame; throws when there is none. */
  connection(): FrameConnection {
    if (this.#connection) return this.#connection;
    throw new ElementsError(this.#state === 'frame-lost' ? 'frame-lost' : 'not-mounted', this.#options.targetId);
  }

  /** The frame, as soon as it is open where it is being mounted. */
  async #whenOpen(): Promise<FrameConnection> {
    await this.#opening?.connection.catch(() => {});
    return this.connection();
  }

  readonly #onPageShow = ({ persisted }: PageTransitionEvent) => {
    const connection = this.#connection;
    if (!persisted || !connection) return;
    connection.call('ping', limits.small).catch(() => {
      connection.close();
      this.#reset('frame-lost');
    });
  };

  #reset(state: 'idle' | 'frame-lost'): void {
    if (this.#connection) removeEventListener('pageshow', this.#onPageShow);
    this.#state = state;
    this.#connection = undefined;
    this.#metadata = untouched;
    this.#facts = {};
    if (state === 'idle') this.#frame = this.#opening = undefined;
  }

  #receive(event: ElementEvent): void {
    if (event.type === 'change') {
      const { type, empty, complete, valid, maskSatisfied, errors, ...facts } = event;
      this.#metadata = { empty, complete, valid, maskSatisfied, ...(errors && { errors }) };
      this.#facts = facts;
    }
    this.#listeners.tell(event);
  }

  /** Nobody waits for these, so that a frame that is lost says so in the next call that has an answer. */
  #tell<Name extends keyof FrameMethods>(method: Name, ...args: Parameters<FrameMethods[Name]>): void {
    const send = (connection: FrameConnection) => connection.call(method, limits.small, ...args);
    (this.#connection ? send(this.#connection) : this.#opening?.connection.then(send))?.catch(() => {});
  }
}
