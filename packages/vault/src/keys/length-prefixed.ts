/** A length as four bytes, in a text of which each character stands for one byte. */
const lengthText = (length: number): string =>
  String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);

/** Those of short parts, which nearly all are. */
const known = Array.from({ length: 256 }, (_, length) => lengthText(length));

/** Characters of all parts up to which they are joined as a text. */
const short = 1024;

/** Whether every character is one byte in UTF-8. Halves of a surrogate pair never are, neither apart nor together. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** Short parts of ASCII. Joined as a text, they take one step into a buffer and not one for each. */
const joinedAscii = (parts: readonly string[]): Uint8Array => {
  let text = '';
  for (const part of parts) text += (known[part.length] ?? lengthText(part.length)) + part;
  return Buffer.from(text, 'latin1');
};

/** Parts joined so that no two lists of parts give the same bytes: each is preceded by its length, 4 bytes big-endian. */
export const lengthPrefixed = (parts: readonly string[]): Uint8Array => {
  let characters = 0;
  for (const part of parts) characters += part.length;
  if (characters <= short && isAscii(parts.join(''))) return joinedAscii(parts);
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
