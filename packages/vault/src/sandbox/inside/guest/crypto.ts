import type { Bytes } from './bytes.ts';
import type { HostCall } from './host-call.ts';

/** A part of Node's crypto: hashes, HMACs, random bytes and ids, and a comparison that takes the same time for all inputs. */
export const installCrypto = (host: HostCall, { globals: { Buffer }, toBase64, fromBase64, encode, viewOf }: Bytes) => {
  type Input = string | ArrayBuffer | ArrayBufferView;
  const bytesOf = (input: Input) => (typeof input === 'string' ? encode(input) : viewOf(input));

  class Hash {
    readonly #parts: Uint8Array[] = [];
    readonly #finish: (data: string) => unknown;
    constructor(finish: (data: string) => unknown) {
      this.#finish = finish;
    }
    update(data: Input, encoding?: string): this {
      this.#parts.push(typeof data === 'string' ? Buffer.from(data, encoding) : bytesOf(data));
      return this;
    }
    digest(encoding?: string) {
      const bytes = Buffer.from(this.#finish(toBase64(Buffer.concat(this.#parts))) as string, 'base64');
      return encoding === undefined ? bytes : bytes.toString(encoding);
    }
  }

  const createHash = (algorithm: string) => new Hash((data) => host('digest', { algorithm, data }));
  const createHmac = (algorithm: string, key: Input) =>
    new Hash((data) => host('digest', { algorithm, key: toBase64(bytesOf(key)), data }));
  const randomBytes = (bytes: number) => Buffer.from(host('random', { bytes }) as string, 'base64');

  const getRandomValues = <View extends ArrayBufferView>(view: View): View => {
    const target = viewOf(view);
    target.set(fromBase64(host('random', { bytes: target.length }) as string));
    return view;
  };

  let drawn = new DataView(new ArrayBuffer(0));
  let at = 0;
  /**
   * For `Math.random`. The engine draws its own from a state that it begins with, and that is the same in every engine which is a copy
   * of the first.
   */
  const random = (): number => {
    if (at + 8 > drawn.byteLength) {
      drawn = new DataView(fromBase64(host('random', { bytes: 512 }) as string).slice().buffer);
      at = 0;
    }
    const [high, low] = [drawn.getUint32(at) >>> 5, drawn.getUint32(at + 4) >>> 6];
    at += 8;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };

  const randomUUID = (): string => {
    const bytes = randomBytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  const timingSafeEqual = (a: ArrayBufferView, b: ArrayBufferView): boolean => {
    const [left, right] = [viewOf(a), viewOf(b)];
    if (left.length !== right.length) throw new RangeError('Both must have the same length.');
    let difference = 0;
    for (let at = 0; at < left.length; at += 1) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
    return difference === 0;
  };

  const module = { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual, getRandomValues };
  return { module, random, global: { randomUUID, getRandomValues } };
};

export type Crypto = ReturnType<typeof installCrypto>;
