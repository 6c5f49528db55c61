import type { Json } from '../expressions/json.ts';
import { jsonBounds } from '../http/json.ts';
import { ApiError } from '../problem.ts';

/** A part of a text in which tokens may stand, and how what comes of it is written in its place. */
export interface Slot {
  template: string;
  write(value: Json): string;
}

/** A text as the parts that stay as they are and those that tokens may stand in. */
export type Piece = string | Slot;

const hasReference = (text: string): boolean => text.includes('{{');

/** A value as text: null as nothing, strings as they are, everything else as JSON. */
const asText = (value: Json): string => {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Text whose tokens are written as they are, or as the template's own encoding left them. */
export const textPieces = (text: string): Piece[] => [hasReference(text) ? { template: text, write: asText } : text];

/** Everything but letters, digits and `-._~` (RFC 3986 §2.3), so that nothing in a value can end its place. */
const percent = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const decodeForm = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ApiError('proxy-request', 'A query or form holds a percent sign that encodes nothing.');
  }
};

/** Names and values of a query or form (WHATWG URL §5). Where no token stands nothing is changed. */
export const formPieces = (text: string): Piece[] => {
  if (!/\{\{|\{%7b|%7b\{|%7b%7b/i.test(text)) return [text];
  const component = (raw: string): Piece => {
    const template = decodeForm(raw);
    return hasReference(template) ? { template, write: (value) => percent(asText(value)) } : raw;
  };
  return text.split('&').flatMap((pair, index): Piece[] => {
    const equals = pair.indexOf('=');
    const parts =
      equals < 0 ? [component(pair)] : [component(pair.slice(0, equals)), '=', component(pair.slice(equals + 1))];
    return index === 0 ? parts : ['&', ...parts];
  });
};

/** A brace, as it is or as an escape. */
const mayHold = /\{|\\u007b/i;

/** A string literal of JSON, and whether a colon makes it the name of a property. */
const literal = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/**
 * Whether a JSON text holds more values and names than a body may: `JSON.parse` cannot be interrupted. Counts the commas, colons and
 * opening brackets outside of strings.
 */
const holdsTooMany = (text: string): boolean => {
  let [count, inString] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) inString = !inString;
    else if (inString && code === 0x5c) at += 1;
    else if (!inString && (code === 0x2c || code === 0x3a || code === 0x5b || code === 0x7b)) count += 1;
  }
  return count > jsonBounds.values;
};

/**
 * The strings of a JSON text, whose own digits, spaces and order stay. A string that is one reference takes the type of its value;
 * the name of a property is always text. Gives `undefined` for a text that is not JSON.
 */
export const jsonPieces = (text: string): Piece[] | undefined => {
  if (holdsTooMany(text)) {
    const most = `${jsonBounds.values} values and names of properties`;
    throw new ApiError('proxy-request', `Tokens are replaced in JSON with at most ${most}; send less at once.`);
  }
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: written, 1: colon, index } of text.matchAll(literal)) {
    const string = colon === undefined ? written : written.slice(0, -colon.length);
    if (!mayHold.test(string)) continue;
    const template: unknown = JSON.parse(string);
    if (typeof template !== 'string' || !hasReference(template)) continue;
    const write = (value: Json) => JSON.stringify(colon === undefined ? value : asText(value));
    pieces.push(text.slice(end, index), { template, write });
    end = index + string.length;
  }
  return [...pieces, text.slice(end)];
};

/** XML 1.0 §2.4: what would begin markup or end an attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
