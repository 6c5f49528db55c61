/** Intersection Observer v2, which TypeScript's DOM does not know: whether anything covers, fades or turns an element. */
interface SeenEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}
interface SeenOptions extends IntersectionObserverInit {
  readonly trackVisibility: true;
  /** Milliseconds between two looks; less is not allowed. */
  readonly delay: 100;
}

/**
 * Tells when a part of an element on screen begins to be covered by something of the page, and when that ends. A browser
 * that cannot see it tells nothing.
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
