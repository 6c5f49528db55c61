/**
 * To be called after a row of a list was added or removed, and the page is to be drawn again. The focus goes to the first field of a new
 * row. Where one was removed, it goes to the row that follows, or else to the last one, and not to a button that would remove that as well.
 */
export const focusRow = ({ currentTarget }: Event, index: number, isNew = false): void => {
  const list = (currentTarget as Element).closest('section');
  queueMicrotask(() => {
    const rows = list?.querySelectorAll<HTMLElement>(':scope > fieldset') ?? [];
    const row = rows[Math.min(index, rows.length - 1)] ?? list?.querySelector<HTMLElement>(':scope > p > button');
    const field = isNew ? row?.querySelector<HTMLElement>('input:not([type=checkbox])') : undefined;
    (field ?? row)?.focus();
  });
};
