/** Parts joined so that no two lists of parts give the same bytes: each is preceded by its length, 4 bytes big-endian. */
export const lengthPrefixed = (parts: readonly string[]): Uint8Array => {
  const sizes = parts.map((part) => Buffer.byteLength(part));
  const joined = Buffer.alloc(sizes.reduce((sum, size) => sum + 4 + size, 0));
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    offset = joined.writeUInt32BE(sizes[index] ?? 0, offset);
    offset += joined.write(part, offset);
  }
  return joined;
};
