/** Where a page lies in a list. */
export const slice = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });

/** A page as the wire shows it. */
export const pageView = <Item>({ page, size }: { page: number; size: number }, total: number, data: Item[]) => ({
  pagination: { total_items: total, page_number: page, page_size: size, total_pages: Math.ceil(total / size) },
  data,
});
