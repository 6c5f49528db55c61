import { isAbsolute } from 'node:path';
import { RootKeyError } from '../../errors.ts';

/** What a token says of itself. */
export interface TokenName {
  label?: string;
  serial?: string;
  manufacturer?: string;
  model?: string;
}

/** Where a key is: which module (a library of the vendor) reaches it, in which token, by which name. */
export interface KeyLocation {
  module: string;
  token: TokenName;
  slotId?: number;
  label?: string;
  id?: Uint8Array;
}

export interface Pkcs11Uri {
  location: KeyLocation;
  /** The file that holds the PIN. */
  pinFile: string | undefined;
  /** The URI without its query, which is what names the key. */
  uri: string;
}

const malformed = (reason: string) =>
  new RootKeyError(
    'malformed',
    `${reason} A key in a token is named like pkcs11:token=payments;object=tessera?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/tessera/pin (RFC 7512).`,
  );

const pathAttributes = ['token', 'serial', 'manufacturer', 'model', 'slot-id', 'object', 'id', 'type'] as const;
const queryAttributes = ['module-path', 'pin-source'] as const;

/** The characters that RFC 7512 §2.3 lets a value hold as they are, and percent-encoded ones. */
const pathValue = /^(?:[A-Za-z0-9\-._~:[\]@!$'()*+,=&]|%[0-9A-Fa-f]{2})+$/;
const queryValue = /^(?:[A-Za-z0-9\-._~:[\]@!$'()*+,=/?|]|%[0-9A-Fa-f]{2})+$/;

const bytesOf = (value: string): Buffer =>
  Buffer.from(
    value.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const textOf = (name: string, value: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(value));
  } catch {
    throw malformed(`The value of ${name} is not UTF-8.`);
  }
};

/** Attributes by name, still encoded. Each stands once, and only those that are known. */
const attributes = (text: string, separator: string, known: readonly string[], form: RegExp): Map<string, string> => {
  const found = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(separator)) {
    const equals = part.indexOf('=');
    const name = equals === -1 ? part : part.slice(0, equals);
    if (name === 'pin-value') {
      throw malformed(
        'pin-value would show the PIN to everybody who sees the command line: name a file as pin-source.',
      );
    }
    if (!known.includes(name)) {
      const shown = /^[a-z-]{1,40}$/.test(name) ? `"${name}"` : 'of such a name';
      throw malformed(`There is no attribute ${shown} here; there are ${known.join(', ')}.`);
    }
    if (found.has(name)) throw malformed(`The attribute ${name} stands twice.`);
    const value = part.slice(equals + 1);
    if (equals === -1 || !form.test(value)) {
      throw malformed(`The value of ${name} is empty, or holds a character that has to be percent-encoded.`);
    }
    found.set(name, value);
  }
  return found;
};

/** The path in a `file:` URI, or a path as it is. */
const pinFileOf = (value: string): string => {
  const decoded = textOf('pin-source', value);
  const path = decoded.replace(/^file:(?:\/\/(?=\/))?/, '');
  if (isAbsolute(path) && !path.startsWith('//') && !path.includes('\0')) return path;
  throw malformed('pin-source names a file by its absolute path, such as file:/etc/tessera/pin.');
};

const slotIdOf = (value: string): number => {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw malformed('The value of slot-id is not a whole number.');
};

/** Reads the part of a PKCS #11 URI behind its scheme (RFC 7512). Throws `RootKeyError`, which repeats no value. */
export const parsePkcs11Uri = (rest: string): Pkcs11Uri => {
  if (rest.length > 4096) throw malformed('That is longer than 4096 characters.');
  const mark = rest.indexOf('?');
  const path = mark === -1 ? rest : rest.slice(0, mark);
  const named = attributes(path, ';', pathAttributes, pathValue);
  const asked = attributes(mark === -1 ? '' : rest.slice(mark + 1), '&', queryAttributes, queryValue);
  const text = (name: (typeof pathAttributes)[number]) => {
    const value = named.get(name);
    return value === undefined ? undefined : textOf(name, value);
  };

  const type = named.get('type');
  if (type !== undefined && type !== 'secret-key') throw malformed('The type of a root key is secret-key.');
  const modulePath = textOf('module-path', asked.get('module-path') ?? '');
  if (!isAbsolute(modulePath) || modulePath.includes('\0')) {
    throw malformed('module-path names the PKCS #11 library of the vendor, by its absolute path.');
  }
  const token = Object.fromEntries(
    (['label', 'serial', 'manufacturer', 'model'] as const).flatMap((name) => {
      const value = text(name === 'label' ? 'token' : name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const [slotId, label, id, pin] = [named.get('slot-id'), text('object'), named.get('id'), asked.get('pin-source')];
  if (label === undefined && id === undefined) throw malformed('The key is named by object, by id, or by both.');
  if (Object.keys(token).length === 0 && slotId === undefined) {
    throw malformed('The token is named by token, serial, manufacturer, model or slot-id.');
  }
  return {
    location: {
      module: modulePath,
      token,
      ...(slotId !== undefined && { slotId: slotIdOf(slotId) }),
      ...(label !== undefined && { label }),
      ...(id !== undefined && { id: new Uint8Array(bytesOf(id)) }),
    },
    pinFile: pin === undefined ? undefined : pinFileOf(pin),
    uri: `pkcs11:${path}`,
  };
};
