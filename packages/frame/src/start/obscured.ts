/** Intersection Observer v2, which TypeScript's DOM types lack: `isVisible` is false when something covers, fades or rotates the target. */
interface SeenEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}
interface SeenOptions extends IntersectionObserverInit {
  readonly trackVisibility: true;
  /** Milliseconds between two observations; the standard allows no less. */
  readonly delay: 100;
}

/**
 * Calls `tell` when something on the page begins to cover an element that is on screen, and when it ends. Browsers without Intersection
 * Observer v2 never call it.
 */
export const watchObscured = (element: Element, tell: (obscured: boolean) => void): void => {
  let told = false;
  const options: SeenOptions = { trackVisibility: true, delay: 100 };
  const look = (entries: readonly SeenEntry[]) => {
    const { isIntersecting, isVisible } = entries.at(-1) ?? {};
    const obscured = isIntersecting === true && isVisible === false;
    if (obscured !== told) tell(obscured);
    told = obscured;
  };
  new IntersectionObserver(look, options).observe(element);
};
