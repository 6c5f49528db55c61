/** Parts joined so that no two lists of parts give the same bytes: each is preceded by its length, 4 bytes big-endian. */
export const lengthPrefixed = (parts: readonly string[]): Uint8Array => {
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
