import {
  drawId,
  type ElementOptions,
  type ErrorCode,
  Failure,
  type FrameConnection,
  type FrameMethods,
  type OpeningFrame,
  openFrame,
  type PageMethods,
} from '@tessera/bridge';
import type { ElementType } from '@tessera/fields';
import { takeEarly } from '../early-frame.ts';
import { ElementsError, errorOf } from '../errors.ts';
import type { FrameSource } from '../frame-source.ts';
import { checkedLimit, smallLimit } from '../limits.ts';
import { forgetOriginal, isTaken, markOriginal, removeCopies } from './copies.ts';
import { markFocus } from './focus.ts';
import { createFrame, dressFrame, watchSurroundings } from './iframe.ts';
import { findTarget } from './mount-target.ts';
import { type Frame, tellable } from './surroundings.ts';

/** The element that a placement keeps on the page. */
export interface Placed {
  readonly source: FrameSource;
  readonly type: ElementType;
  readonly options: () => ElementOptions;
  /** What the frame tells. */
  readonly methods: PageMethods;
  /** Called when the frame is gone, and again when no new one takes its place. */
  readonly lost: (code: ErrorCode) => void;
  /** Called when there is no frame any more that holds something. */
  readonly forget: () => void;
}

/** `frame-lost`: the iframe is gone and was not replaced yet. */
export type PlacementState = 'idle' | 'mounting' | 'mounted' | 'frame-lost';

/** At most this many frames are replaced in this many milliseconds, so that a page that removes each new one is not fought for ever. */
const replacements = { most: 10, within: 10_000 };

/**
 * Keeps an element on the page. A frame that is moved, reloaded or removed is gone with what was typed; as long as its container is in the
 * document, a new frame takes its place.
 */
export class Placement {
  readonly #element: Placed;
  readonly #mark = drawId(crypto);
  #container: Element | undefined;
  #opening: OpeningFrame | undefined;
  #replaced: readonly number[] = [];
  /** The frame took the place of a lost one, which the page may not know when it calls `mount`. */
  #isReplacement = false;
  #isEarly = false;
  state: PlacementState = 'idle';
  isAsked = false;
  frame: Frame | undefined;
  /** The open frame, if there is one. */
  connection: FrameConnection | undefined;

  constructor(element: Placed) {
    this.#element = element;
  }

  /** Whether a frame was lost and a new one is not open yet. */
  get isLost(): boolean {
    return this.state === 'frame-lost' || (this.#isReplacement && this.state === 'mounting');
  }

  /** The frame, once it is open; rejects when it is not going to be. */
  get opening(): Promise<FrameConnection> | undefined {
    return this.#opening?.connection;
  }

  /** Puts a frame into an element of the page. */
  async mount(target: string | Element): Promise<void> {
    const isFree = this.check() || this.#isReplacement || !this.state.startsWith('mount');
    if (!isFree) throw new ElementsError('already-mounted');
    const container = findTarget(target);
    const isThere = this.#isReplacement && this.state === 'mounted' && container === this.#container;
    this.#isReplacement = false;
    if (isThere) return;
    if (isTaken(container, this.#mark)) throw new ElementsError('container-taken');
    this.#element.forget();
    this.unmount();
    await this.#keep(container);
  }

  /** Removes the frame. */
  unmount(): void {
    markFocus(this.frame, false);
    forgetOriginal(this.#mark);
    this.#opening?.close();
    this.frame?.iframe.remove();
    this.frame?.wrapper.remove();
    this.#forget('idle');
    this.frame = this.#container = undefined;
  }

  /** Looks whether the frame is still there, and replaces it if not. Returns whether it was gone. */
  check(): boolean {
    const opening = this.#opening;
    opening?.check();
    return opening !== this.#opening;
  }

  /** Calls a method without waiting for its answer: a frame that is gone is reported by the next call that has one. */
  tell<Name extends keyof FrameMethods>(method: Name, ...args: Parameters<FrameMethods[Name]>): void {
    const send = (connection: FrameConnection) => connection.call(method, smallLimit, ...args);
    (this.connection ? send(this.connection) : this.opening?.then(send))?.catch(() => {});
  }

  /** Mounts into a container, again if the frame is lost meanwhile. */
  async #keep(container: Element): Promise<void> {
    this.#container = container;
    const opening = this.#open(container);
    try {
      await this.#settle(opening);
    } catch (thrown) {
      const { code } = thrown as Failure;
      // An early frame that does not answer was opened by somebody else.
      const isLost = code === 'frame-lost' || (this.#isEarly && code === 'frame-unreachable');
      // The page has unmounted it or mounted it elsewhere.
      if (this.#opening !== opening) throw new ElementsError('not-mounted');
      this.#forget('frame-lost');
      if (isLost && this.#isReplacement) return this.#replace();
      const place = isLost && this.#place();
      if (typeof place === 'object') return this.#keep(place);
      this.unmount();
      // Of what was typed into a new frame, `lost` tells first.
      if (!this.#isReplacement) this.#element.forget();
      throw errorOf(thrown);
    }
  }

  #open(container: Element): OpeningFrame {
    const { source, type, options, methods } = this.#element;
    const before = this.frame;
    // The permission to copy would have to be there when the frame begins to load; and other browsers load a frame again that is moved.
    const early = 'moveBefore' in container && !options().enableCopy ? takeEarly(source.origin) : undefined;
    const frame = createFrame(container.ownerDocument, source.origin, type, options(), early?.iframe);
    const { wrapper, iframe } = frame;
    const opening: OpeningFrame = openFrame({
      ...source,
      ...{ iframe, loads: early?.loads, type, methods },
      options: () => ({ ...options(), ...tellable(frame, type, options()) }),
      onLost: () => this.#opening === opening && this.#lose(),
    });
    this.frame = frame;
    this.#isEarly = !!early;
    this.#opening = opening;
    this.state = 'mounting';
    removeCopies(container);
    if (before?.wrapper.isConnected) before.wrapper.replaceWith(wrapper);
    else container.append(wrapper);
    if (early) wrapper.moveBefore(iframe, null);
    before?.iframe.remove();
    markFocus(this.frame, false);
    // A frame that was taken out of the document with its container loads again when it is put back.
    iframe.addEventListener('load', () => this.frame === frame && this.state === 'frame-lost' && this.#replace());
    markOriginal(wrapper, this.#mark, (copy) => this.#adopt(copy));
    dressFrame(frame, type, options());
    return opening;
  }

  async #settle(opening: OpeningFrame): Promise<void> {
    const { type, options } = this.#element;
    const connection = await opening.connection;
    if (this.#opening !== opening) throw new Failure('not-mounted');
    this.connection = connection;
    watchSurroundings(this.frame as Frame, type, options, {
      isGone: () => this.#opening !== opening || this.check(),
      tell: (surroundings) => this.tell('update', surroundings),
    });
    await connection.call('checked', checkedLimit);
    if (this.#opening !== opening) throw new Failure('not-mounted');
    this.state = 'mounted';
    addEventListener('pageshow', this.#onPageShow);
  }

  /** Where a lost frame is replaced: where its wrapper is, or else in its container. Otherwise why it is not, unless it may be later. */
  #place(): Element | ErrorCode | undefined {
    const { wrapper } = this.frame ?? {};
    const place = (wrapper?.isConnected && wrapper.parentElement) || this.#container;
    if (place?.ownerDocument !== document) return 'mount-target-elsewhere';
    // It may come back.
    if (!place.isConnected) return undefined;
    const now = performance.now();
    this.#replaced = [...this.#replaced.filter((time) => now - time < replacements.within), now];
    return this.#replaced.length > replacements.most ? 'not-mounted' : place;
  }

  #lose(): void {
    // Otherwise the one who mounts it goes on.
    if (this.state === 'mounted') this.#forget('frame-lost');
    this.#element.lost('frame-lost');
    // The page may have mounted it elsewhere when it heard that.
    if (this.state === 'frame-lost') this.#replace();
  }

  async #replace(): Promise<void> {
    const place = this.#place();
    if (typeof place === 'string') return this.#element.lost(place);
    if (!place) return;
    this.#isReplacement = true;
    try {
      await this.#keep(place);
    } catch (error) {
      const { code } = error as ElementsError;
      // The page has unmounted it or mounted it elsewhere meanwhile.
      if (code === 'not-mounted') return;
      this.state = 'frame-lost';
      this.#element.lost(code);
    }
  }

  /** A copy of the frame came into the document. It takes the place of an original that is gone, and is removed otherwise. */
  #adopt(copy: Element): void {
    const container = copy.parentElement;
    const isGone = !this.frame?.wrapper.isConnected && !this.#container?.isConnected;
    copy.remove();
    if (!isGone || !container) return;
    this.#container = container;
    if (!this.check() && this.state === 'frame-lost') this.#replace();
  }

  #forget(state: 'idle' | 'frame-lost'): void {
    removeEventListener('pageshow', this.#onPageShow);
    this.state = state;
    this.connection = this.#opening = undefined;
  }

  readonly #onPageShow = ({ persisted }: PageTransitionEvent) => {
    const connection = persisted ? this.connection : undefined;
    connection?.call('ping', smallLimit).catch(() => {
      if (this.connection !== connection) return;
      connection.close();
      this.#lose();
    });
  };
}
