/**
 * Runs something once the document has the focus that its page hands over. That goes by way of the browser, so it may come after the call
 * that follows it. Nothing runs without it: a frame that moves the focus to an input of its own takes it from whatever has it on the page.
 * Returns what calls it off.
 */
export const whenFocused = (document: Document, run: () => void): (() => void) => {
  const window = document.defaultView;
  if (!window || document.hasFocus()) {
    run();
    return () => {};
  }
  window.addEventListener('focus', run, { once: true });
  return () => window.removeEventListener('focus', run);
};
