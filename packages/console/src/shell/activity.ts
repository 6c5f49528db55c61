/** How long somebody types before the server is told that something is done, in milliseconds. */
const tellEvery = 60_000;

interface Told {
  /** Something was called from another tab, which has the same session. */
  elsewhere(): void;
  /** Somebody types, and nothing was called for a while. */
  typing(): void;
}

/** Notes what is done in a session, so that it does not end in one tab while somebody works in another, or has much to write. */
export const watchActivity = (window: Window, signal: AbortSignal, { elsewhere, typing }: Told) => {
  let last = Date.now();
  const note = () => {
    last = Date.now();
  };
  const tabs = new BroadcastChannel('tessera-console');
  tabs.addEventListener('message', () => {
    note();
    elsewhere();
  });
  const type = () => {
    if (Date.now() - last < tellEvery) return;
    note();
    typing();
  };
  window.addEventListener('input', type, { signal, capture: true });
  signal.addEventListener('abort', () => tabs.close());
  return {
    /** Something was called from here. */
    called: () => {
      note();
      tabs.postMessage('called');
    },
  };
};
