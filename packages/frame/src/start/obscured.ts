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

/** Whether an element is covered, and whether the person has got through to it since. */
export type Cover = (obscured: boolean, reached: boolean) => void;

/**
 * Calls `tell` when something on the page has covered an element that is on screen for a while, when the person then gets through to it, and when
 * the cover ends. Browsers take a decoration that lets clicks through for a cover, too. A frame cannot see which it is; that a pointer or a key
 * arrives is all it can know. Browsers without Intersection Observer v2 never call `tell`.
 */
export const watchObscured = (window: Window, tell: Cover): void => {
  let isCovered = false;
  let isReached = false;
  let isSettled = false;
  let told = 'false false';
  let settling: number | undefined;
  let observer: IntersectionObserver | undefined;

  const say = (obscured: boolean) => {
    const now = `${obscured} ${isReached}`;
    if (now !== told) tell(obscured, isReached);
    told = now;
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
    isSettled &&= isCovered;
    if (isCovered && !isSettled) {
      settling ??= window.setTimeout(settle, settleTime);
      return;
    }
    window.clearTimeout(settling);
    settling = undefined;
    say(isCovered);
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
    if (isSettled) say(true);
  };

  for (const type of arrivals) window.addEventListener(type, arrive, { capture: true, passive: true });
  observe();
};
