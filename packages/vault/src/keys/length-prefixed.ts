/** A length as four bytes, in a text of which each character stands for one byte. */
const lengthText = (length: number): string =>
  String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);

/** Those of short parts, which nearly all are. */
const known = Array.from({ length: 256 }, (_, length) => lengthText(length));

/** Characters of all parts up to which they are joined as a text. Of a length in two bytes, the first is then ASCII. */
const short = 16_384;

/**
 * Short parts joined as a text, which takes one step into a buffer and not one for each; `undefined` where not all are ASCII. Every other
 * character would take more than one byte in UTF-8, halves of a surrogate pair among them, as the last byte of some lengths does.
 */
const joinedAscii = (parts: readonly string[]): Uint8Array | undefined => {
  let text = '';
  let twoBytes = 0;
  for (const part of parts) {
    text += (known[part.length] ?? lengthText(part.length)) + part;
    twoBytes += (part.length >>> 7) & 1;
  }
  return Buffer.byteLength(text) === text.length + twoBytes ? Buffer.from(text, 'latin1') : undefined;
};

/** Parts joined so that no two lists of parts give the same bytes: each is preceded by its length, 4 bytes big-endian. */
export const lengthPrefixed = (parts: readonly string[]): Uint8Array => {
  let characters = 0;
  for (const part of parts) characters += part.length;
  const ascii = characters <= short ? joinedAscii(parts) : undefined;
  if (ascii) return ascii;
  let size = 0;
  // Not of all parts at once: halves of a surrogate pair, in two parts, take more room apart than together.
  for (const part of parts) size += 4 + Buffer.byteLength(part);
  const joined = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const part of parts) {
    const written = joined.write(part, offset + 4);
    joined.writeUInt32BE(written, offset);
    offset += 4 + written;
  }
  return joined;
};
