import * as z from 'zod';

export const uuid = z.uuid();

/** Token ids are UUIDs, or aliases of 3 to 400 characters. */
export const tokenId = z.string().min(1).max(400);

/** ISO 8601 with an offset; the vault writes UTC with whole seconds: `2020-09-15T15:53:00+00:00`. */
export const timestamp = z.iso.datetime({ offset: true });

/** A time as callers write it: ISO 8601, or a day alone. Without an offset it is UTC. */
export const time = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
  error: 'A time in ISO 8601, such as 2030-12-31T00:00:00+00:00.',
});

/** The same in a query, where a plus sign that is not escaped arrives as a space. */
export const timeInQuery = z
  .string()
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, '+'))
  .pipe(time);

/** Who made an object and who changed it last, with the times. */
export const audit = {
  created_by: uuid.optional(),
  created_at: timestamp.optional(),
  modified_by: uuid.optional(),
  modified_at: timestamp.optional(),
};

/** Text as databases keep it: any but the character that ends texts in some of them. */
export const storedText = z.string().refine((text) => !text.includes('\0'), 'May not hold the character U+0000.');

const metadataKey = storedText.min(1).max(100);
const metadataValue = storedText.max(1000);

/** Text about an object that is not sensitive. It is stored in clear and can be searched. */
export const Metadata = z
  .record(metadataKey, metadataValue)
  .refine((metadata) => Object.keys(metadata).length <= 100, 'At most 100 entries.');

/** What changes of metadata: entries are replaced, those that are null go. */
export const MetadataPatch = z.record(metadataKey, metadataValue.nullable());

const wholeNumber = z.coerce.number<number>().int();

/** The query parameters which every list takes. */
export const pageQuery = {
  page: wholeNumber.min(1).max(2_147_483_647).default(1).describe('The page to return, counted from 1.'),
  size: wholeNumber.min(1).max(100).default(20).describe('How many items a page holds.'),
};

/** Another way to name a page of tokens, which goes on where `page` ends. */
export const start = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe('The `pagination.after` of a page: the page that follows it. Then `page` does not count.');

/** A query parameter that may stand once or several times: `id=1&id=2`. It is read as a list. */
export const repeated = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item, z.array(item).max(100)]).transform((value): z.output<Item>[] => [value].flat() as z.output<Item>[]);

/** A query parameter that finds things by their name. */
export const nameSearch = z
  .string()
  .min(1)
  .max(200)
  .describe('What the name holds, in any case. With `*` for any characters it is the whole name: `My*`.');

export const Pagination = z.object({
  total_items: z.int().min(0),
  page_number: z.int().min(1),
  page_size: z.int().min(1),
  total_pages: z.int().min(0),
  after: z.string().optional().describe('The `start` of the next page, where the list can go on from there.'),
});

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ pagination: Pagination, data: z.array(item) });

/** What went wrong (RFC 7807). The keys of `errors` are dotted paths of properties, as the caller sent them. */
export const Problem = z.object({
  type: z.string().optional(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.record(z.string(), z.array(z.string())).optional(),
});
