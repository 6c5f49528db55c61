/** Parts joined so that no two lists of parts give the same bytes: each is preceded by its length, 4 bytes big-endian. */
export const lengthPrefixed = (parts: readonly string[]): Uint8Array => {
  const joined = Buffer.allocUnsafe(4 * parts.length + Buffer.byteLength(parts.join('')));
  let offset = 0;
  for (const part of parts) {
    const size = joined.write(part, offset + 4);
    joined.writeUInt32BE(size, offset);
    offset += 4 + size;
  }
  return joined;
};
