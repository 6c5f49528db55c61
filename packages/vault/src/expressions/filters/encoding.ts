import { Buffer, isUtf8 } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { costs } from '../costs.ts';
import { type Context, type Family, filter, required } from '../filter.ts';
import { type Kind, oneOf, text } from '../kinds.ts';
import { occurrences } from './replace.ts';

const digests = { 'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

/** Bytes as they are, or text as UTF-8. */
const octets: Kind<Uint8Array> = {
  expects: 'text or the bytes of a digest',
  read: (value) => {
    if (value instanceof Uint8Array) return value;
    const read = text.read(value);
    return read === undefined ? undefined : Buffer.from(read, 'utf8');
  },
};

const markup: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Replaces what a pattern finds, charging for each match. */
const replaceEach = (value: string, pattern: RegExp, replace: (found: string) => string, context: Context): string =>
  value.replace(pattern, (found) => {
    const replacement = replace(found);
    context.charge(costs.match);
    context.grow(replacement.length - found.length);
    return replacement;
  });

const markupOf = (char: string) => markup.get(char) ?? char;

/** What HTML takes for markup, but for the `&` of an entity. */
const unescaped = /[<>"']|&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)/g;

/** Everything but letters, digits and `-_.~` as UTF-8 in percent notation, a space as `+`. */
const encodeUrl = (value: string, context: Context): string => {
  context.charge(value.length * costs.percent);
  const encoded = encodeURIComponent(value.toWellFormed()).replaceAll('%20', '+');
  context.grow(encoded.length - value.length);
  return replaceEach(encoded, /[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`, context);
};

const decodeUrl = (value: string, context: Context): string => {
  context.charge(value.length * costs.encode);
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return context.fail('the value before it must be percent-encoded UTF-8');
  }
};

/** What runs from one mark to another together with all between, as HTML names it. */
const hidden = [
  ['<script', '</script>'],
  ['<style', '</style>'],
  ['<!--', '-->'],
  ['<', '>'],
] as const;

/** Leaves out HTML tags, comments and what scripts and styles hold. A `<` with no `>` after it is text. */
const stripHtml = (value: string, context: Context): string => {
  context.charge(value.length * costs.look);
  // Only A–Z, so that positions stay the same (İ in lower case is two characters).
  const lower = replaceEach(value, /[A-Z]+/g, (letters) => letters.toLowerCase(), context);
  const unclosed = new Set<string>();
  const endOf = (close: string, open: number): number => {
    const at = unclosed.has(close) ? -1 : lower.indexOf(close, open);
    // What is not closed from here on is not closed further on either; looking again would cost the whole text each time.
    if (at < 0) unclosed.add(close);
    return at < 0 ? -1 : at + close.length;
  };
  const kept: string[] = [];
  let position = 0;
  for (let open = value.indexOf('<'); open >= 0; open = value.indexOf('<', position)) {
    context.charge(5 * costs.match);
    const ends = hidden.filter(([start]) => lower.startsWith(start, open)).map(([, close]) => endOf(close, open));
    const end = ends.find((each) => each >= 0);
    if (end === undefined) break;
    kept.push(value.slice(position, open));
    position = end;
  }
  return kept.join('') + value.slice(position);
};

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
const base64url = /^[A-Za-z0-9_-]*={0,2}$/;

const decodeBase64 = (value: string, alphabet: RegExp, context: Context): string => {
  context.charge(value.length * costs.encode);
  const bytes = alphabet.test(value) ? Buffer.from(value, 'base64') : undefined;
  if (bytes && value.replace(/=+$/, '').length % 4 !== 1 && isUtf8(bytes)) return bytes.toString('utf8');
  return context.fail('the value before it must be base64 of UTF-8 text');
};

const change = (description: string, apply: (value: string, context: Context) => string) =>
  filter({ description, input: text, apply: (value, _, context) => apply(value, context) });

const encode = (description: string, apply: (bytes: Buffer) => string) =>
  filter({
    description,
    input: octets,
    apply: (bytes, _, context) => {
      context.charge(bytes.length * costs.encode);
      context.grow(bytes.length);
      return apply(Buffer.from(bytes));
    },
  });

export const encodings: Family = {
  hmac: filter({
    description:
      'The bytes of an HMAC (RFC 2104) of the text under a key, `sha-256`, `sha-512` or `sha-1`; continue with `to_base64` or `to_base16`.',
    input: octets,
    parameters: { algorithm: required(oneOf('sha-256', 'sha-512', 'sha-1')), key: required(text) },
    apply: (value, { algorithm, key }, context) => {
      context.charge(costs.digest + (value.length + key.length) * costs.copy);
      return createHmac(digests[algorithm], key).update(value).digest();
    },
  }),
  to_base64: encode('Bytes or UTF-8 text in base64.', (bytes) => bytes.toString('base64')),
  to_base16: encode('Bytes or UTF-8 text in upper-case hexadecimal.', (bytes) => bytes.toString('hex').toUpperCase()),
  base64_encode: encode('Text in base64.', (bytes) => bytes.toString('base64')),
  base64_decode: change('Text out of base64.', (value, context) => decodeBase64(value, base64, context)),
  base64_url_safe_encode: encode('Text in base64url, padded.', (bytes) =>
    bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  ),
  base64_url_safe_decode: change('Text out of base64url.', (value, context) => decodeBase64(value, base64url, context)),
  url_encode: change('Percent-encoded as in a form, spaces as `+`.', encodeUrl),
  url_decode: change('Out of percent-encoding, `+` as a space.', decodeUrl),
  escape: change('With `& < > " \'` as HTML entities.', (value, context) =>
    replaceEach(value, /[&<>"']/g, markupOf, context),
  ),
  escape_once: change('As `escape`, leaving entities that stand there already.', (value, context) => {
    // After each & it may look 33 characters on to see that no entity stands there.
    context.charge(occurrences(value, '&') * costs.match);
    return replaceEach(value, unescaped, markupOf, context);
  }),
  strip_html: change('Without HTML tags, comments, scripts and styles.', stripHtml),
  newline_to_br: change('With `<br />` before every line break.', (value, context) =>
    replaceEach(value, /\r?\n/g, () => '<br />\n', context),
  ),
  strip_newlines: change('Without line breaks.', (value, context) => replaceEach(value, /\r?\n/g, () => '', context)),
};
