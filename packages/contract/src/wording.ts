import type * as z from 'zod';

/** Kinds of values in words, by the names that zod has for them. */
const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** Formats in words, by the names that zod has for them. Patterns have messages of their own. */
const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  url: 'a URL',
  datetime: 'a time of ISO 8601 with an offset, such as 2027-01-31T12:00:00Z',
  date: 'a date of ISO 8601, such as 2027-01-31',
};

/** Kinds of values: `a string, a number or null`. */
export const anyOf = (expected: readonly string[]): string => {
  const names = [...new Set(expected.map((kind) => kinds[kind] ?? kind))];
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' or ');
};

/** What limits count, by the kinds of values that zod has; of numbers the limit is one itself. */
const units: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
};

const bounded = (how: string, limit: number | bigint, origin: string): string => {
  const [one, more] = units[origin] ?? [];
  return one === undefined
    ? `Must be ${how} ${limit}.`
    : `Must have ${how} ${limit} ${Number(limit) === 1 ? one : more}.`;
};

/** What is wrong, as a sentence that names limits and never repeats input; nothing where a schema has to say it itself. */
export const wording = (issue: z.core.$ZodRawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${anyOf([issue.expected])}.`;
    case 'too_big':
      return bounded(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin);
    case 'too_small':
      return bounded(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin);
    case 'invalid_format':
      return Object.hasOwn(formats, issue.format) ? `Must be ${formats[issue.format]}.` : undefined;
    case 'invalid_value':
      return `Must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`;
    case 'invalid_key':
      return ['The name of a property in it is not allowed.', issue.issues[0]?.message].join(' ').trim();
    default:
      return undefined;
  }
};
