/** What a form control has of the labels of a page, which may come later or change, as with the language of the page. */
export interface Labels {
  /** Their text; empty without labels. */
  text(): string;
  /** Looks for changes in the tree that the control is in now. */
  follow(): void;
  stop(): void;
}

/** Calls `changed` when the text of the labels is another than it was when it was asked for. */
export const labelsOf = (control: Node & { readonly labels: NodeList }, changed: () => void): Labels => {
  let known = '';
  const text = () => {
    known = [...control.labels].map(({ textContent }) => textContent?.trim()).join(' ');
    return known;
  };
  const observer = new MutationObserver(() => {
    const before = known;
    if (text() !== before) changed();
  });
  const stop = () => observer.disconnect();
  return {
    text,
    stop,
    follow: () => {
      stop();
      const what = { subtree: true, childList: true, characterData: true, attributeFilter: ['for', 'id'] };
      observer.observe(control.getRootNode(), what);
    },
  };
};
