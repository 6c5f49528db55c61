import type { ErrorCode } from '@tessera/bridge';
import type { CodeContext, Watcher } from '../view/view-types.ts';
import { type Identity, mismatch, type SiblingGuards } from './identity.ts';
import type { Part } from './part.ts';

/**
 * What a frame offers to other frames of its origin. Errors are returned, not thrown: an exception of one window is no instance of the
 * other window's classes.
 */
export interface Handle {
  readonly id: string;
  readonly identity: Identity;
  /** The type of its element. */
  readonly type: string;
  /** Resolves when the vault has accepted this frame's key, about which the first call asks. */
  checked(): Promise<void>;
  /** The same, where there was such a call. */
  asked(): Promise<void> | undefined;
  /** The window of this frame. */
  readonly window: Window;
  /** The reason why `asker` gets no answer, if there is one. */
  refusal(asker: Identity): ErrorCode | undefined;
  read(asker: Identity): readonly Part[] | ErrorCode;
  /** Shows errors at the inputs that are not complete. */
  validate(asker: Identity): void;
  /** What its card number says about the security code of the card, which depends on the brand: never a digit. */
  codeContext(asker: Identity): CodeContext | undefined;
  /** The `codeContext` of a sibling has changed. */
  heed(asker: Identity): void;
  /** Shows a value that was not typed; returns the reason when it cannot. */
  show(asker: Identity, value: unknown): Promise<ErrorCode | undefined>;
  /** The idempotency key that is kept under a name. */
  recallKey(asker: Identity, name: string): string | undefined;
  /** Keeps an idempotency key for a frame that may be lost; `undefined` forgets it. */
  keepKey(asker: Identity, name: string, key: string | undefined): void;
  /** Calls `listener` with the texts of the inputs, now and after each edit. */
  watch(asker: Identity, listener: Watcher): ErrorCode | undefined;
}

/** What a frame has before its element is there. */
export type Own = Pick<Handle, 'id' | 'identity' | 'checked' | 'asked' | 'window' | 'type'>;

/** The property of a window under which its frame is found. Registered symbols are the same in all windows; only the same origin can read it. */
const handleKey = Symbol.for('tessera.element');

/** The part of an element that its siblings may use. */
export interface Readable {
  parts(): readonly Part[] | ErrorCode;
  validate(): void;
  codeContext(): CodeContext | undefined;
  heed(): void;
  show(value: unknown): Promise<ErrorCode | undefined>;
  watch(listener: Watcher): undefined;
}

/** At most this many idempotency keys are kept; the oldest is dropped first. */
const maxKeys = 100;

export const createHandle = (own: Own, element: Readable, guards: SiblingGuards): Handle => {
  const refusal = (asker: Identity) => mismatch(own.identity, asker, guards);
  const keys = new Map<string, string>();
  return Object.freeze({
    ...own,
    refusal,
    read: (asker: Identity) => refusal(asker) ?? element.parts(),
    validate: (asker: Identity) => {
      if (!refusal(asker)) element.validate();
    },
    codeContext: (asker: Identity) => (refusal(asker) ? undefined : element.codeContext()),
    heed: (asker: Identity) => {
      if (!refusal(asker)) element.heed();
    },
    show: async (asker: Identity, value: unknown) => refusal(asker) ?? element.show(value),
    recallKey: (asker: Identity, name: string) => (refusal(asker) ? undefined : keys.get(name)),
    keepKey: (asker: Identity, name: string, key: string | undefined) => {
      if (refusal(asker)) return;
      keys.delete(name);
      const [oldest] = keys.keys();
      if (keys.size >= maxKeys && oldest !== undefined) keys.delete(oldest);
      if (key !== undefined) keys.set(name, key);
    },
    watch: (asker: Identity, listener: Watcher) => refusal(asker) ?? element.watch(listener),
  });
};

/** Lets siblings find a frame, as long as it exists. */
export const publish = (window: Window, handle: Handle): void => {
  Object.defineProperty(window, handleKey, { value: handle });
  answerBroadcasts(handle);
};

/** The frames of this origin that have the same parent as `window`. Frames of other origins throw when they are read, and are skipped. */
export function* handlesBeside(window: Window): Generator<Handle> {
  const { frames } = window.parent;
  for (let index = 0; index < frames.length; index += 1) {
    try {
      const frame = frames[index] as (Window & { readonly [handleKey]?: Handle }) | undefined;
      const handle = frame !== window && frame?.[handleKey];
      if (handle) yield handle;
    } catch {
      // A frame of another origin.
    }
  }
}

/*
 * `parent.frames` does not list frames in shadow trees and nested documents. They are asked over a channel named by the element's id: 128
 * random bits that only the page knows, and browsers limit a channel to one origin and site. A window cannot be sent over it, so knowing
 * the id proves the same parent; the other three parts of the identity are compared as usual.
 */
export type Question = {
  readonly ask: string;
  readonly want: 'refusal' | 'read' | 'validate' | 'show';
  readonly asker: Omit<Identity, 'parent'>;
  readonly value?: unknown;
};
export type Answer = { readonly answer: string; readonly value: unknown };

export const channelOf = (id: string): BroadcastChannel | undefined => {
  try {
    return new BroadcastChannel(id);
  } catch {
    return undefined;
  }
};

const answerBroadcasts = (handle: Handle): void => {
  const channel = channelOf(handle.id);
  channel?.addEventListener('message', async ({ data }: MessageEvent<Question | Answer>) => {
    if (!('ask' in data)) return;
    const value = await handle[data.want]({ ...data.asker, parent: handle.identity.parent }, data.value);
    channel.postMessage({ answer: data.ask, value } satisfies Answer);
  });
};
