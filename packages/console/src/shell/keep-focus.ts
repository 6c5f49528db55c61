/**
 * To be called before the page is drawn. Where the drawing takes the focus away, because what had it goes or moves, the focus goes to the
 * nearest that can have it: itself, the table or section around it, or the main part of the page. Otherwise readers of screens and the next
 * Tab would begin at the top.
 */
export const keepFocus = (document: Document): void => {
  const around: HTMLElement[] = [];
  for (let at = document.activeElement; at; at = at.parentElement) around.push(at as HTMLElement);
  queueMicrotask(() => {
    for (const place of around) {
      if (document.activeElement === document.body) place.focus();
    }
  });
};
