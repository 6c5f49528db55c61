import type {
  CodeResponse,
  End,
  FetchRequest,
  InnerLimits,
  Limit,
  Spot,
  Thrown,
  Turn,
  Walls,
  Want,
} from './protocol.ts';

/*
 * Whatever comes out of the engine was written by a stranger's code, and whatever comes out of the process may have been, if that
 * code broke out of the engine. So it is read twice by the functions of this file: by the process, and again by the vault. Each
 * builds a new record of declared properties alone. Texts for people are cut to their length before anything looks at them;
 * everything else that is not as declared is refused.
 */

/** Something from a process, or from the code in it, that is not what it has to be. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

/** Characters of a message to a caller and of a line of the console. A message of this length may have been cut. */
export const longestMessage = 1000;
/** Characters of all messages of one typed error. */
const longestMessages = 20_000;
/** Names of properties in a typed error, and messages of each. */
const mostErrors = 50;
const longestUrl = 8192;
const mostHeaders = 100;
/** Characters of all header fields of a request. */
const longestHead = 32_768;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => {
  if (isObject(value)) return value;
  throw new MalformedError('An object is expected.');
};

const listOf = (value: unknown, most: number): readonly unknown[] => {
  if (Array.isArray(value) && value.length <= most) return value;
  throw new MalformedError(`A list of at most ${most} entries is expected.`);
};

const textOf = (value: unknown, most: number): string => {
  if (typeof value === 'string' && value.length <= most) return value;
  throw new MalformedError(`A text of at most ${most} characters is expected.`);
};

const integerOf = (value: unknown, least: number, most: number): number => {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new MalformedError(`A number between ${least} and ${most} is expected.`);
};

const oneOf = <Text extends string>(value: unknown, known: readonly Text[]): Text => {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new MalformedError(`One of ${known.join(', ')} is expected.`);
};

/** A text for people, cut; nothing of a value that is no text. */
export const cutText = (value: unknown, most: number = longestMessage): string =>
  typeof value === 'string' ? value.slice(0, most) : '';

/** A place in the code, where it can be one: it is read from a stack, which code may have written itself. */
const readSpot = (value: unknown): { spot?: Spot } => {
  const { line, column } = isObject(value) ? value : {};
  const isPlace = [line, column].every(
    (each) => Number.isInteger(each) && (each as number) > 0 && (each as number) < 1e6,
  );
  return isPlace ? { spot: { line: line as number, column: column as number } } : {};
};

/** Messages by property. What has another form is left out, as is what there is too much of. */
const readErrors = (value: unknown): Record<string, string[]> => {
  let left = longestMessages;
  const cut = (message: unknown): string => {
    const text = cutText(message, Math.min(longestMessage, left));
    left -= text.length;
    return text;
  };
  const entries = isObject(value) ? Object.entries(value).slice(0, mostErrors) : [];
  return Object.fromEntries(
    entries.map(([name, messages]) => [
      name.slice(0, 100),
      (Array.isArray(messages) ? messages.slice(0, mostErrors) : [messages]).map(cut).filter((text) => text !== ''),
    ]),
  );
};

/** Bounds of a response that code asks for: its headers, characters of one, and characters of its body. */
const mostFields = 50;
const longestField = 4096;
const longestBody = 262_144;

/** A response that code asks for. One that has no form or is too large is none, and the call ends as with any other error. */
const readResponse = (value: unknown): { response?: CodeResponse } => {
  if (!isObject(value)) return {};
  const { status, headers, body } = value;
  const isStatus = Number.isInteger(status) && (status as number) >= 200 && (status as number) <= 599;
  if (!isStatus || typeof body !== 'string' || body.length > longestBody) return {};
  if (!Array.isArray(headers) || headers.length > mostFields) return {};
  const fields: [string, string][] = [];
  for (const field of headers) {
    const [name, content] = Array.isArray(field) ? field : [];
    const isField = typeof name === 'string' && typeof content === 'string';
    if (!isField || name.length > 100 || content.length > longestField) return {};
    fields.push([name, content]);
  }
  return { response: { status: status as number, headers: fields, body } };
};

/** What code says of an error that it threw. Nothing in it is a reason to refuse: the call has ended either way. */
export const readThrown = (value: unknown): Thrown => {
  const { name, message, status, typed, errors, response, spot } = objectOf(value);
  const isStatus = Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599;
  return {
    name: cutText(name, 100),
    message: cutText(message),
    typed: typed === true,
    ...(isStatus && { status: status as number }),
    ...(typed === true && { errors: readErrors(errors) }),
    ...readResponse(response),
    ...readSpot(spot),
  };
};

const readRequest = (value: unknown): FetchRequest => {
  const { url, method, headers, body } = objectOf(value);
  let left = longestHead;
  const field = (text: unknown): string => {
    const read = textOf(text, left);
    left -= read.length;
    return read;
  };
  const { text, base64 } = body === undefined ? {} : objectOf(body);
  return {
    url: textOf(url, longestUrl),
    method: textOf(method, 32),
    headers: listOf(headers, mostHeaders).map((pair) => {
      const [name, content] = listOf(pair, 2);
      return [field(name), field(content)];
    }),
    ...(body !== undefined && {
      body: base64 === undefined ? { text: textOf(text, Infinity) } : { base64: textOf(base64, Infinity) },
    }),
  };
};

/** Longest time that a timer of Node can wait; it takes more for nothing. */
const longestTimer = 2 ** 31 - 1;

/** Something that the code waits for. The size of a body is bounded by what a message may have, and by whoever sends it. */
export const readWant = (value: unknown): Want => {
  const { kind, id: given, request, milliseconds } = objectOf(value);
  const id = integerOf(given, 1, Number.MAX_SAFE_INTEGER);
  switch (oneOf(kind, ['fetch', 'timer', 'cancel'])) {
    case 'fetch':
      return { kind: 'fetch', id, request: readRequest(request) };
    case 'timer':
      if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) throw new MalformedError('A time is expected.');
      return { kind: 'timer', id, milliseconds: Math.min(milliseconds, longestTimer) };
    case 'cancel':
      return { kind: 'cancel', id };
  }
};

const stops: readonly Limit[] = ['memory', 'processor', 'answer', 'engine'];

const readEnd = (value: unknown, { answer }: InnerLimits): End => {
  const { kind, json, thrown, reason, spot, by } = objectOf(value);
  switch (oneOf(kind, ['returned', 'thrown', 'unusable', 'stuck', 'stopped'])) {
    case 'returned':
      return { kind: 'returned', json: json === undefined ? undefined : textOf(json, answer) };
    case 'thrown':
      return { kind: 'thrown', thrown: readThrown(thrown) };
    case 'unusable':
      return { kind: 'unusable', reason: oneOf(reason, ['syntax', 'load', 'no-function']), ...readSpot(spot) };
    case 'stuck':
      return { kind: 'stuck' };
    case 'stopped':
      return { kind: 'stopped', by: oneOf(by, stops) };
  }
};

/** What a process says it has done with an order. Throws `MalformedError`. */
export const readTurn = (value: unknown, limits: InnerLimits): Turn => {
  const { lines, wants, end } = objectOf(value);
  return {
    lines: listOf(lines, limits.lines).map((line) => cutText(line)),
    // Each may be begun and given up between two messages.
    wants: listOf(wants, 2 * (limits.requests + limits.timers)).map(readWant),
    ...(end !== undefined && { end: readEnd(end, limits) }),
  };
};

/** What a process says of itself when it has started. Throws `MalformedError`. */
export const readWalls = (value: unknown): Walls => {
  const walls = objectOf(objectOf(value).walls);
  const names = ['environment', 'files', 'processes', 'network', 'resources'] as const;
  return Object.fromEntries(names.map((name) => [name, walls[name] === true])) as unknown as Walls;
};
