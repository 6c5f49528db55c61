const separated = (digits: string, separator: string) => digits.match(/.{1,4}/g)?.join(separator) ?? digits;

const integer = (value: bigint): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(value);
  return buffer.subarray(buffer.findIndex((byte) => byte !== 0));
};

/** Every way a value could lie in a file: as it is, in groups, in other alphabets and encodings, split by a prefix of base64. */
export const valueForms = (value: string): Buffer[] => {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Characters at the ends also depend on neighbours.
    return text
      .slice(shift === 0 ? 0 : shift + 1)
      .replace(/.?=*$/, '')
      .slice(0, -1);
  });
  const utf16 = Buffer.from(value, 'utf16le');
  const number = /^\d+$/.test(value) ? [integer(BigInt(value))] : [];
  return [
    bytes,
    utf16,
    Buffer.from(utf16).swap16(),
    ...[separated(value, ' '), separated(value, '-'), [...value].join(' '), [...value].reverse().join('')].map((text) =>
      Buffer.from(text),
    ),
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64].map((text) => Buffer.from(text)),
    ...number,
  ];
};
