import * as z from 'zod';

/**
 * Any JSON value.
 *
 * @example
 * ```ts
 * import type { JsonValue } from '@tessera/contract';
 *
 * const value: JsonValue = { orders: [1, null, { paid: true }] };
 * ```
 */
export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;

/** A list of JSON values. */
export interface JsonArray extends Array<JsonValue> {}

/** A JSON object. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/**
 * What callers may send as any JSON value. It accepts objects of any type, so that interfaces without an index signature fit.
 *
 * @example
 * ```ts
 * import type { JsonInput } from '@tessera/contract';
 *
 * interface Order {
 *   amount: number;
 * }
 * const order: Order = { amount: 1999 };
 * const sent: JsonInput = order;
 * ```
 */
export type JsonInput = string | number | boolean | null | object;

/** Any JSON value in answers. */
export const anyJson = z.unknown() as unknown as z.ZodType<JsonValue, unknown>;

/** Any JSON value in requests. */
export const sentJson = z.unknown() as unknown as z.ZodType<JsonValue, JsonInput>;

/** An id that is a UUID. */
export const uuid = z.uuid();

/** The id of a token: a UUID, or an alias of 3 to 400 characters. */
export const tokenId = z.string().min(1).max(400);

/** Digits that are no quantity. */
export const digits = z.string({
  error: ({ input }) =>
    typeof input === 'number' ? 'Must be a string: a number loses the zeros that it begins with.' : undefined,
});

/** ISO 8601 with an offset; the vault writes UTC with whole seconds: `2020-09-15T15:53:00+00:00`. */
export const timestamp = z.iso.datetime({ offset: true });

/** A time in requests: ISO 8601, or only a date. A time without an offset is UTC. */
export const time = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
  error: 'Must be a time in ISO 8601, such as 2030-12-31T00:00:00+00:00.',
});

/** The same in a query, where a plus sign that the caller did not percent-encode arrives as a space. */
export const timeInQuery = z
  .string()
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, '+'))
  .pipe(time);

/** Which application created an object and which changed it last, and when. */
export const audit = {
  created_by: uuid.optional(),
  created_at: timestamp.optional(),
  modified_by: uuid.optional(),
  modified_at: timestamp.optional(),
};

/** Text without U+0000, which PostgreSQL cannot store. */
export const storedText = z.string().refine((text) => !text.includes('\0'), 'Must not contain the character U+0000.');

const metadataKey = storedText.min(1).max(100);
const metadataValue = storedText.max(1000);

/**
 * A record of at most so many entries. They are counted before each is looked at, because that takes microseconds for each and the
 * errors of thousands take seconds.
 */
export const recordOf = <Value extends z.ZodType>(name: z.ZodString, value: Value, most: number) =>
  z.preprocess(
    (sent, context) => {
      if (typeof sent !== 'object' || sent === null || Object.keys(sent).length <= most) return sent;
      context.addIssue(`At most ${most} entries.`);
      return z.NEVER;
    },
    z.record(name, value),
  ) as unknown as z.ZodRecord<z.ZodString, Value>;

/** Notes on an object as names and values. Metadata is not encrypted and can be searched, so it must not hold sensitive data. */
export const Metadata = recordOf(metadataKey, metadataValue, 100);

/** Changes to metadata: each entry is replaced, and an entry that is null is removed. */
export const MetadataPatch = recordOf(metadataKey, metadataValue.nullable(), 1000);

const wholeNumber = z.coerce.number<number>().int();

/** The query parameters of every list. */
export const pageQuery = {
  page: wholeNumber.min(1).max(2_147_483_647).default(1).describe('The number of the page, from 1.'),
  size: wholeNumber.min(1).max(100).default(20).describe('The number of items per page, at most.'),
};

/**
 * The cursor of a list. It reaches pages that are too far down the list for `page`, and leaves no item out where a page ended early
 * because its items are large.
 */
export const start = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe(
    'The `pagination.after` of the previous page. With it, `page` is ignored. Read whole lists with it: a page ends before the ' +
      'item that would make it larger than 1 MB, and the next `page` would leave out what did not fit.',
  );

/** A query parameter that may be repeated: `id=1&id=2`. It is read as a list. */
export const repeated = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item, z.array(item).max(100)]).transform((value): z.output<Item>[] => [value].flat() as z.output<Item>[]);

/** The ids that a list is asked for. One may be empty, which no id is: that is how a query says that it asks for none. */
export const ids = repeated(z.string().max(400)).optional();

/** A query parameter that filters by name. */
export const nameSearch = z
  .string()
  .min(1)
  .max(200)
  .describe(
    'Only names that contain this text; case is ignored. With `*` for any characters the whole name must match: `My*`.',
  );

/** Where a page is within its list. */
export const Pagination = z.object({
  total_items: z.int().min(0).describe('The number of items in the list, as far as the API key may see them.'),
  page_number: z.int().min(1),
  page_size: z.int().min(1),
  total_pages: z.int().min(0),
  after: z
    .string()
    .optional()
    .describe('The `start` of the next page. Absent on the last page, and in lists that have no cursor.'),
  next: z.string().optional().describe('The same as `after`, by the name that newer clients look for.'),
});

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ pagination: Pagination, data: z.array(item) });

/** Where a page is within a list that is read by cursor. */
export const CursorPagination = z.object({
  page_size: z.int().min(1).describe('The number of items per page, at most.'),
  next: z.string().optional().describe('The `start` of the next page. Absent on the last page.'),
});

/** One page of a list that is read by cursor. */
export const cursorPageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ pagination: CursorPagination, data: z.array(item) });

/** The body of an error answer (RFC 7807). */
export const Problem = z.object({
  type: z.string().optional().describe('The code of the error. Codes never change; the other texts may.'),
  title: z.string().describe('What went wrong, in general.'),
  status: z.int().describe('The HTTP status of the answer.'),
  detail: z.string().optional().describe('What went wrong with this request, and what to do about it.'),
  instance: z.string().optional().describe('The trace id of the request, which the logs of the vault hold too.'),
  errors: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Messages by property. The keys are dotted paths as the caller sent them, such as `data.number`.'),
});
