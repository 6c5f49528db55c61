/*
 * The files of this folder are handed to QuickJS as text: each exports one function that stands for itself alone, with nothing of
 * Node or of this file around it.
 */

/** Bytes and text: `TextEncoder`, `TextDecoder`, `atob`, `btoa` and a part of Node's `Buffer`. */
export const installBytes = () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const codes = new Map([...alphabet].map((letter, code) => [letter, code]));
  codes.set('-', 62);
  codes.set('_', 63);

  const toBase64 = (bytes: Uint8Array): string => {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += 3) {
      const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
      const left = bytes.length - at;
      parts.push(
        `${alphabet[a >> 2]}${alphabet[((a & 3) << 4) | (b >> 4)]}` +
          `${left > 1 ? alphabet[((b & 15) << 2) | (c >> 6)] : '='}${left > 2 ? alphabet[c & 63] : '='}`,
      );
    }
    return parts.join('');
  };

  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
    let length = 0;
    let held = 0;
    let bits = 0;
    for (const letter of text) {
      const code = codes.get(letter);
      if (code === undefined) continue;
      held = ((held << 6) | code) & 0xffffff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      bytes[length++] = (held >> bits) & 255;
    }
    return bytes.slice(0, length);
  };

  const encode = (text: string): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(text.length * 3);
    let at = 0;
    for (const character of text) {
      const given = character.codePointAt(0) ?? 0;
      const code = given >= 0xd800 && given <= 0xdfff ? 0xfffd : given;
      if (code < 0x80) bytes[at++] = code;
      else {
        const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        bytes[at++] = ((0xf00 >> (more + 1)) & 0xff) | (code >> (6 * more));
        for (let left = more - 1; left >= 0; left -= 1) bytes[at++] = 0x80 | ((code >> (6 * left)) & 0x3f);
      }
    }
    return bytes.slice(0, at);
  };

  /** Where the ranges of first bytes end, and how many bytes follow in each. */
  const starts = [0x80, 0xc2, 0xe0, 0xf0, 0xf5];
  const moreOf = [0, -1, 1, 2, 3];

  const decode = (bytes: Uint8Array, fatal = false): string => {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; ) {
      const first = bytes[at++] ?? 0;
      const more = moreOf[starts.findIndex((end) => first < end)] ?? -1;
      let code = more <= 0 ? first : first & (0x3f >> more);
      let read = 0;
      while (read < more && ((bytes[at] ?? 0) & 0xc0) === 0x80) {
        code = (code << 6) | ((bytes[at++] ?? 0) & 0x3f);
        read += 1;
      }
      const least = [0, 0x80, 0x800, 0x10000][more] ?? 0;
      const isText =
        more >= 0 && read === more && code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      if (!isText && fatal) throw new TypeError('The bytes are not UTF-8.');
      parts.push(isText ? String.fromCodePoint(code) : '\ufffd');
    }
    return parts.join('');
  };

  const viewOf = (source: ArrayBuffer | ArrayBufferView): Uint8Array =>
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);

  const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const fromLatin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 255);

  const decoders: Record<string, (text: string) => Uint8Array> = {
    utf8: encode,
    hex: (text) => Uint8Array.from(text.match(/[\da-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16)),
    base64: fromBase64,
    base64url: fromBase64,
    latin1: fromLatin1,
    binary: fromLatin1,
    ascii: fromLatin1,
  };
  const encoders: Record<string, (bytes: Uint8Array) => string> = {
    utf8: decode,
    hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    base64: toBase64,
    base64url: (bytes) => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''),
    latin1,
    binary: latin1,
    ascii: (bytes) => latin1(bytes.map((byte) => byte & 127)),
  };
  const coder = <Coder>(coders: Record<string, Coder>, encoding: string | undefined): Coder => {
    const found = coders[(encoding ?? 'utf8').toLowerCase().replace('utf-8', 'utf8')];
    if (!found) throw new TypeError(`Unknown encoding: ${encoding}`);
    return found;
  };

  class Buffer extends Uint8Array {
    static override from(source: unknown, encoding?: unknown): Buffer {
      if (typeof source === 'string') return Buffer.#of(coder(decoders, encoding as string)(source));
      if (source instanceof ArrayBuffer) return new Buffer(source);
      return Buffer.#of(Uint8Array.from(source as ArrayLike<number>));
    }
    static #of(bytes: Uint8Array): Buffer {
      return new Buffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    }
    static alloc(size: number, fill = 0): Buffer {
      return new Buffer(size).fill(fill);
    }
    static concat(list: readonly Uint8Array[]): Buffer {
      const all = new Buffer(list.reduce((size, { length }) => size + length, 0));
      let at = 0;
      for (const part of list) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    }
    static isBuffer(value: unknown): boolean {
      return value instanceof Buffer;
    }
    static byteLength(text: string, encoding?: string): number {
      return coder(decoders, encoding)(text).length;
    }
    equals(other: Uint8Array): boolean {
      return this.length === other.length && this.every((byte, index) => byte === other[index]);
    }
    override toString(encoding?: string): string {
      return coder(encoders, encoding)(this);
    }
    toJSON() {
      return { type: 'Buffer', data: [...this] };
    }
  }

  class TextEncoder {
    readonly encoding = 'utf-8';
    encode(text = ''): Uint8Array {
      return encode(String(text));
    }
  }

  class TextDecoder {
    readonly encoding = 'utf-8';
    readonly #fatal: boolean;
    constructor(label = 'utf-8', options: { fatal?: boolean } = {}) {
      if (!/^utf-?8$/i.test(label)) throw new RangeError('Only UTF-8 can be decoded.');
      this.#fatal = options.fatal === true;
    }
    decode(source: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)): string {
      return decode(viewOf(source), this.#fatal).replace(/^\ufeff/, '');
    }
  }

  const btoa = (text: string): string => {
    if (/[^\0-\xff]/.test(text)) throw new TypeError('btoa takes characters up to U+00FF.');
    return toBase64(fromLatin1(text));
  };

  return {
    globals: { Buffer, TextEncoder, TextDecoder, btoa, atob: (text: string) => latin1(fromBase64(text)) },
    toBase64,
    fromBase64,
    encode,
    decode,
    viewOf,
  };
};

export type Bytes = ReturnType<typeof installBytes>;
