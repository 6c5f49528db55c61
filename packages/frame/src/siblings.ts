import type { ErrorCode } from '@tessera/bridge';
import type { Guards } from './guards.ts';
import { type Identity, mismatch } from './identity.ts';
import type { Part } from './part.ts';
import type { CodeContext } from './view/view-types.ts';

/**
 * What a frame shows to frames of its own origin. Errors are returned and not thrown: between realms, only plain things
 * keep their meaning.
 */
export interface Handle {
  readonly id: string;
  readonly identity: Identity;
  /** What it was opened as. */
  readonly type: string;
  /** Settles when the vault has accepted this frame's key. */
  readonly checked: Promise<void>;
  /** Why `asker` gets no answer, or nothing. */
  refusal(asker: Identity): ErrorCode | undefined;
  read(asker: Identity): readonly Part[] | ErrorCode;
  /** Shows the person which inputs are not complete. */
  validate(asker: Identity): void;
  /** What a card number in it tells about the code on its card: never a digit. */
  codeContext(asker: Identity): CodeContext | undefined;
  /** What `codeContext` of a sibling answers is another now. */
  heed(asker: Identity): void;
  /** Shows a value that was not typed; gives the reason where it does not. */
  show(asker: Identity, value: unknown): Promise<ErrorCode | undefined>;
  /** Tells what stands in the inputs, at once and after each edit. */
  watch(asker: Identity, listener: Watcher): ErrorCode | undefined;
}

/** Hears what stands in the inputs of an element, security codes left out, until it gives back `false`. */
export type Watcher = (texts: readonly (string | undefined)[]) => boolean;

/** Shared by all realms of one agent, and readable on a window by its own origin alone. */
const place = Symbol.for('tessera.element');

/** What of an element its siblings may use. */
export interface Readable {
  parts(): readonly Part[] | ErrorCode;
  validate(): void;
  codeContext(): CodeContext | undefined;
  heed(): void;
  show(value: unknown): Promise<ErrorCode | undefined>;
  watch(listener: Watcher): undefined;
}

export const createHandle = (
  own: Pick<Handle, 'id' | 'identity' | 'checked' | 'type'>,
  element: Readable,
  guards: Guards['sibling'],
): Handle => {
  const refusal = (asker: Identity) => mismatch(own.identity, asker, guards);
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
    watch: (asker: Identity, listener: Watcher) => refusal(asker) ?? element.watch(listener),
  });
};

/** Makes a frame findable for its siblings, for as long as it lives. */
export const publish = (window: Window, handle: Handle): void => {
  Object.defineProperty(window, place, { value: handle });
  answerBroadcasts(handle);
};

/** The frames of this origin beside a window. The others throw when they are looked at, which is how they are told apart. */
export function* handlesBeside(window: Window): Generator<Handle> {
  const { frames } = window.parent;
  for (let index = 0; index < frames.length; index += 1) {
    try {
      const frame = frames[index] as (Window & { readonly [place]?: Handle }) | undefined;
      const handle = frame !== window && frame?.[place];
      if (handle) yield handle;
    } catch {
      // A frame of another origin: none of ours.
    }
  }
}

/*
 * Shadow trees and nested documents are not among `parent.frames`. Their frames are asked over a channel named by the
 * element's id, which 128 bits keep to the page that was told it, and which browsers keep to this origin and this page's
 * site. A window cannot travel there, so the id stands for the equal parent; the other three are compared as always.
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
