/** Returns random bytes of the given length from a cryptographic source. */
export type Random = (size: number) => Uint8Array;

/**
 * Creates UUIDs version 7 (RFC 9562 §5.7) as 16 bytes. `clock` returns milliseconds. The ids of one source always ascend, also
 * within a millisecond and when the clock stops or is set back (§6.2, method 1: a 32-bit counter follows the time).
 */
export const uuid7 = (clock: () => number, random: Random): (() => Uint8Array) => {
  let time = -1;
  let counter = 0;
  return () => {
    const bytes = new Uint8Array(16);
    bytes.set(random(10), 6);
    const view = new DataView(bytes.buffer);
    const now = clock();
    if (now > time) {
      time = now;
      // A random start below 2^31 leaves at least as many ids for this millisecond.
      counter = view.getUint32(6) >>> 1;
    } else if (counter === 0xffffffff) {
      time += 1;
      counter = view.getUint32(6) >>> 1;
    } else {
      counter += 1;
    }
    view.setUint32(0, Math.floor(time / 0x10000));
    view.setUint16(4, time % 0x10000);
    view.setUint16(6, 0x7000 | (counter >>> 20));
    view.setUint32(8, 0x80000000 | ((counter & 0xfffff) << 10) | (view.getUint32(8) & 0x3ff));
    return bytes;
  };
};

/** A UUID of version 8 (RFC 9562 §5.8) as text, made of the first 16 of some bytes: the same for the same bytes. */
export const uuid8Of = (from: Uint8Array): string => {
  const bytes = Uint8Array.from(from.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return idToText(bytes);
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const dash = 0x2d;

/** The value of a hexadecimal digit, given its character in ASCII. */
const digit = (code: number): number => (code & 0xf) + (code > 0x39 ? 9 : 0);

/** The 16 bytes of a UUID written as text, or `undefined` for any other text. */
export const idFromText = (text: string): Uint8Array | undefined => {
  if (!uuid.test(text)) return undefined;
  const bytes = new Uint8Array(16);
  let place = 0;
  // Every request parses several ids, and a buffer for each would take four times as long.
  for (let at = 0; at < text.length; at += 2) {
    if (text.charCodeAt(at) === dash) at += 1;
    bytes[place++] = (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1));
  }
  return bytes;
};

/** 16 bytes as a lower-case UUID. */
export const idToText = (id: Uint8Array): string => {
  const hex = Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
