interface Keeping {
  window: Window;
  /** What is drawn of the console, and keeps what was typed while it is out of the document. */
  root: HTMLElement;
  signal: AbortSignal;
  /** Goes on with the session that the server has now, where there is one. */
  signedIn(): Promise<void>;
}

/**
 * Keeps what was typed while nobody is signed in: in the memory of the page alone, out of the document, where nobody who finds the page
 * sees it. Loaded when somebody types something.
 */
export const keep = ({ window, root, signal, signedIn }: Keeping) => {
  const { document, location, history } = window;
  let address = '';
  let focused: Element | null = null;
  // Somebody who comes back to this tab may have signed in in another one.
  window.addEventListener('focus', () => root.isConnected || signedIn().catch(() => {}), { signal });
  return {
    /** Closes dialogs and takes all of it out of the document. Of what was typed, secret values go. */
    takeAway: () => {
      address = location.href;
      for (const dialog of root.querySelectorAll('dialog')) dialog.close();
      focused = document.activeElement;
      focused = focused?.shadowRoot?.activeElement ?? focused;
      root.remove();
      for (const field of root.querySelectorAll<HTMLInputElement>('[type=password]')) {
        if (field.value === '') continue;
        field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    },
    /** To be called before the page is drawn again. What had the focus has it again. */
    bringBack: () => {
      // Somebody may have gone back meanwhile.
      if (location.href !== address) history.pushState(null, '', address);
      queueMicrotask(() => queueMicrotask(() => (focused as HTMLElement | null)?.focus()));
    },
  };
};
