/** A frame that was started before the SDK, for the one who takes it: its iframe, and how many documents have loaded in that. */
export interface EarlyFrame {
  readonly iframe: HTMLIFrameElement;
  readonly loads: number;
}

/** Hands out the early frames of a page, by the origin of their vault: each of them once. */
interface EarlyFrames {
  readonly [origin: string]: (() => EarlyFrame | undefined) | undefined;
}

const name = Symbol.for('tessera.early');

/** The next of the frames of a vault that the page has started before the SDK, if it is still in the document. */
export const takeEarly = (origin: string): EarlyFrame | undefined => {
  const early = (window as Window & { readonly [name]?: EarlyFrames })[name]?.[origin]?.();
  return early?.iframe.isConnected ? early : undefined;
};
