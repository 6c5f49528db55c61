import type { FrameConnection } from '@tessera/bridge';
import type { Frame } from './surroundings.ts';

/** Whether the page has given its focus to the iframe, which it may have refused: behind a dialog, for instance, or hidden. */
export const isFocused = (frame: Pick<Frame, 'iframe'> | undefined): boolean =>
  frame !== undefined && (frame.iframe.getRootNode() as Document | ShadowRoot).activeElement === frame.iframe;

/** Marks the container of a frame for stylesheets: `:focus-within` does not match around an iframe. */
export const markFocus = (frame: Frame | undefined, isFocused: boolean): void => {
  frame?.wrapper.parentElement?.toggleAttribute('data-focused', isFocused);
};

/** A frame that may be open already, or is going to be. */
interface Focusable {
  readonly frame: Frame | undefined;
  readonly connection: FrameConnection | undefined;
  readonly opening: Promise<FrameConnection> | undefined;
  /** The page has moved the focus to the frame, which has not said yet that it has it. */
  isAsked: boolean;
  tell(method: 'focus'): void;
}

/** Gives the focus to a frame; while it is being opened, once it is there. */
export const takeFocus = (placement: Focusable): void => {
  const { frame, opening, connection } = placement;
  placement.isAsked = !isFocused(frame);
  // A frame of another origin can only take the focus after its page has given it to the iframe.
  frame?.iframe.focus();
  opening?.then(
    () => {
      // By the time the frame is open, the focus may be elsewhere. A frame could take it from there.
      if (!isFocused(frame)) return;
      // The document that has loaded since then does not know that its iframe has the focus.
      if (!connection) frame?.iframe.blur();
      frame?.iframe.focus();
      placement.tell('focus');
    },
    () => {},
  );
};

/**
 * Called when an input has the focus, or has it no longer. The browser tells a frame late that its page took the focus, as a click on a label
 * does. A frame that is asked for the focus before it knows that takes the input for focused, and then loses it: so it is asked again.
 */
export const heardFocus = (placement: Focusable, isIn: boolean): void => {
  markFocus(placement.frame, isIn);
  if (placement.isAsked && !isIn && isFocused(placement.frame)) placement.tell('focus');
  placement.isAsked = false;
};
