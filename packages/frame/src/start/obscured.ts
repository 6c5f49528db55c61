/** Intersection Observer v2, which TypeScript's DOM types lack: `isVisible` is false when something covers, fades or transforms the target. */
interface SeenEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}
interface SeenOptions extends IntersectionObserverInit {
  readonly trackVisibility: true;
  /** Milliseconds between two observations; the standard allows no less. */
  readonly delay: 100;
}

/** For how many milliseconds a cover must stay. Fades and what only passes over take less. */
const settleTime = 1_000;

/** Events by which a person reaches a frame. Scripts of the page can make none of them in it. */
const arrivals = ['pointermove', 'pointerdown', 'keydown'];

/**
 * Calls `tell` when something on the page covers an element that is on screen for a while, and when that ends. Browsers take a decoration that lets
 * clicks through for a cover, too. What a frame can know is whether the person gets through to it: after a pointer or a key has arrived, the
 * same cover is no news. Browsers without Intersection Observer v2 never call `tell`.
 */
export const watchObscured = (window: Window, tell: (obscured: boolean) => void): void => {
  let isCovered = false;
  let isReached = false;
  let isSettled = false;
  let told = false;
  let settling: number | undefined;
  let observer: IntersectionObserver | undefined;

  const say = (obscured: boolean) => {
    window.clearTimeout(settling);
    settling = undefined;
    isSettled = false;
    if (obscured !== told) tell(obscured);
    told = obscured;
  };
  const settle = () => {
    isSettled = true;
    // After `moveBefore`, Chromium reports a cover to an old observer that a new one does not find.
    observe();
  };
  const look = (entries: readonly SeenEntry[]) => {
    const { isIntersecting, isVisible } = entries.at(-1) ?? {};
    isCovered = isIntersecting === true && isVisible === false;
    isReached &&= isCovered;
    if (!isCovered) say(false);
    else if (isSettled) say(true);
    else if (!isReached && !told) settling ??= window.setTimeout(settle, settleTime);
  };
  const observe = () => {
    const options: SeenOptions = { trackVisibility: true, delay: 100 };
    observer?.disconnect();
    observer = new IntersectionObserver(look, options);
    observer.observe(window.document.body);
  };
  const arrive = ({ isTrusted }: Event) => {
    if (!isCovered || !isTrusted) return;
    isReached = true;
    say(false);
  };

  for (const type of arrivals) window.addEventListener(type, arrive, { capture: true, passive: true });
  observe();
};
