/** How long the focus may take to arrive, in milliseconds. It never does where the page has none to give. */
const longest = 500;

/**
 * Runs something once the document has the focus that its page hands over. That goes by way of the browser, so that it may come after
 * the call that follows it, and it would take the focus away from an input that had it meanwhile. Gives back what calls it off.
 */
export const whenFocused = (document: Document, run: () => void): (() => void) => {
  const window = document.defaultView;
  if (!window || document.hasFocus()) {
    run();
    return () => {};
  }
  const end = () => {
    window.removeEventListener('focus', go);
    window.clearTimeout(timer);
  };
  const go = () => {
    end();
    run();
  };
  const timer = window.setTimeout(go, longest);
  window.addEventListener('focus', go);
  return end;
};
