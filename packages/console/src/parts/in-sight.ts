/** Scrolls to an option of a list that the keyboard has come to, once the page is drawn: it has no focus that browsers would follow. */
export const inSight = (id: string): void => {
  queueMicrotask(() => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }));
};
