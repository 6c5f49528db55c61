import type { TypeObject } from 'koffi';
import { returnValue } from './constants.ts';
import { type Cells, cellsOf, numberIn, numbersIn } from './memory.ts';

type Koffi = typeof import('koffi');

/** A function of the module said no. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError';
  readonly code: number;

  constructor(name: string, code: number) {
    super(`C_${name} answered 0x${code.toString(16)}`);
    this.code = code;
  }
}

/** A slot, a session or an object. */
export type Handle = bigint;

/** Attributes of an object by number, and their values. */
export type Template = readonly (readonly [attribute: number, value: number | boolean | Uint8Array])[];

/** What a token says of itself. */
export interface TokenInfo {
  label: string;
  manufacturer: string;
  model: string;
  serial: string;
  flags: number;
}

/** The functions of CK_FUNCTION_LIST in their order, up to the last one that is called here. */
const functionNames = (
  'Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo GetMechanismList GetMechanismInfo InitToken ' +
  'InitPIN SetPIN OpenSession CloseSession CloseAllSessions GetSessionInfo GetOperationState SetOperationState Login Logout ' +
  'CreateObject CopyObject DestroyObject GetObjectSize GetAttributeValue SetAttributeValue FindObjectsInit FindObjects ' +
  'FindObjectsFinal EncryptInit Encrypt EncryptUpdate EncryptFinal DecryptInit Decrypt DecryptUpdate DecryptFinal DigestInit ' +
  'Digest DigestUpdate DigestKey DigestFinal SignInit Sign SignUpdate SignFinal SignRecoverInit SignRecover VerifyInit Verify ' +
  'VerifyUpdate VerifyFinal VerifyRecoverInit VerifyRecover DigestEncryptUpdate DecryptDigestUpdate SignEncryptUpdate ' +
  'DecryptVerifyUpdate GenerateKey GenerateKeyPair WrapKey UnwrapKey'
).split(' ');

/** A wrapped key, or a key, is much shorter. */
const roomForAnswer = 1024;

/**
 * The functions of a PKCS #11 module that are needed here, by C_GetFunctionList, the one that every module exports. They throw
 * `CryptokiError`.
 */
export const loadCryptoki = (ffi: Koffi, path: string) => {
  // The standard packs structures on Windows, and nowhere else.
  const record = process.platform === 'win32' ? ffi.pack : ffi.struct;
  const [long, any] = ['unsigned long', 'void *'] as const;
  const { cells, cell } = cellsOf(ffi.sizeof(long));

  const list: unknown[] = [null];
  const answer = ffi.load(path).func('unsigned long C_GetFunctionList(_Out_ void **list)')(list);
  if (Number(answer) !== returnValue.ok) throw new CryptokiError('GetFunctionList', Number(answer));
  const { functions } = ffi.decode(
    list[0],
    record({ version: ffi.array('uint8', 2), functions: ffi.array(any, functionNames.length) }),
  );

  const define = (name: string, ...parameters: (string | TypeObject)[]) => {
    const call = ffi.decode(functions[functionNames.indexOf(name)], ffi.proto(long, parameters));
    return (...values: unknown[]): void => {
      const code = Number(call(...values));
      if (code !== returnValue.ok) throw new CryptokiError(name, code);
    };
  };

  const attributes = ffi.pointer(record({ type: long, value: any, length: long }));
  const gcmRecord = record({ iv: any, ivLength: long, ivBits: long, data: any, dataLength: long, tagBits: long });
  const gcm = ffi.pointer(record({ type: long, parameter: ffi.pointer(gcmRecord), length: long }));
  const bare = ffi.pointer(record({ type: long, parameter: any, length: long }));

  const raw = {
    initialize: define('Initialize', any),
    finalize: define('Finalize', any),
    slotList: define('GetSlotList', 'uint8', any, any),
    tokenInfo: define('GetTokenInfo', long, any),
    mechanismList: define('GetMechanismList', long, any, any),
    mechanismInfo: define('GetMechanismInfo', long, long, any),
    openSession: define('OpenSession', long, long, any, any, any),
    login: define('Login', long, long, any, long),
    createObject: define('CreateObject', long, attributes, long, any),
    destroyObject: define('DestroyObject', long, long),
    attributeValue: define('GetAttributeValue', long, long, attributes, long),
    findInit: define('FindObjectsInit', long, attributes, long),
    find: define('FindObjects', long, any, long, any),
    findFinal: define('FindObjectsFinal', long),
    encryptInit: define('EncryptInit', long, gcm, long),
    encrypt: define('Encrypt', long, any, long, any, any),
    decryptInit: define('DecryptInit', long, gcm, long),
    decrypt: define('Decrypt', long, any, long, any, any),
    wrapKey: define('WrapKey', long, bare, long, long, any, any),
    unwrapKey: define('UnwrapKey', long, bare, long, any, long, attributes, long, any),
  };

  /** Numbers are `unsigned long`, truth is one byte. */
  const bytesOf = (value: number | boolean | Uint8Array) => {
    if (typeof value === 'number') return cell(value);
    return typeof value === 'boolean' ? Uint8Array.of(value ? 1 : 0) : value;
  };
  const template = (values: Template) =>
    values.map(([type, value]) => {
      const bytes = bytesOf(value);
      return { type, value: bytes, length: bytes.byteLength };
    });
  const withGcm = (type: number, { iv, associatedData: data, tagBits }: GcmParameters) => ({
    type,
    parameter: { iv, ivLength: iv.byteLength, ivBits: iv.byteLength * 8, data, dataLength: data.byteLength, tagBits },
    length: ffi.sizeof(gcmRecord),
  });
  const handleFrom = (run: (handle: Cells) => void): Handle => {
    const made = cell(0);
    run(made);
    return numberIn(made);
  };
  /** What a function writes, and how long it says that is. */
  const bytesFrom = (run: (buffer: Uint8Array, length: Cells) => void): Uint8Array => {
    const [buffer, length] = [new Uint8Array(roomForAnswer), cell(roomForAnswer)];
    run(buffer, length);
    const written = buffer.slice(0, Number(numberIn(length)));
    buffer.fill(0);
    return written;
  };
  /** The value of an attribute, of as many bytes as the buffer has. */
  const attributeInto = <Buffer extends Cells | Uint8Array>(
    session: Handle,
    object: Handle,
    type: number,
    into: Buffer,
  ) => {
    raw.attributeValue(session, object, [{ type, value: into, length: into.byteLength }], 1);
    return into;
  };

  return {
    initialize: () => raw.initialize(null),
    finalize: () => raw.finalize(null),
    /** The slots that hold a token. */
    slots: (): Handle[] => {
      const count = cell(0);
      raw.slotList(1, null, count);
      const slots = cells(Number(numberIn(count)));
      raw.slotList(1, slots, count);
      return numbersIn(slots, numberIn(count));
    },
    tokenInfo: (slot: Handle): TokenInfo => {
      // Four texts of fixed lengths, filled with blanks, then the flags; what follows is not needed.
      const info = Buffer.alloc(512);
      raw.tokenInfo(slot, info);
      const text = (from: number, to: number) => info.toString('utf8', from, to).trimEnd();
      const [label, manufacturer, model, serial] = [text(0, 32), text(32, 64), text(64, 80), text(80, 96)];
      return { label, manufacturer, model, serial, flags: Number(ffi.decode(info, 96, long)) };
    },
    /** What the module can do with the mechanisms that it lists, by their numbers. */
    mechanisms: (slot: Handle): ReadonlyMap<number, number> => {
      const count = cell(0);
      raw.mechanismList(slot, null, count);
      const listed = cells(Number(numberIn(count)));
      raw.mechanismList(slot, listed, count);
      return new Map(
        numbersIn(listed, numberIn(count)).map((type) => {
          const info = cells(3);
          raw.mechanismInfo(slot, type, info);
          return [Number(type), Number(numberIn(info, 2))];
        }),
      );
    },
    openSession: (slot: Handle, flags: number): Handle =>
      handleFrom((session) => raw.openSession(slot, flags, null, null, session)),
    login: (session: Handle, user: number, pin: Uint8Array) => raw.login(session, user, pin, pin.byteLength),
    createObject: (session: Handle, values: Template): Handle =>
      handleFrom((made) => raw.createObject(session, template(values), values.length, made)),
    destroyObject: (session: Handle, object: Handle) => raw.destroyObject(session, object),
    flag: (session: Handle, object: Handle, type: number): boolean =>
      attributeInto(session, object, type, new Uint8Array(1))[0] === 1,
    number: (session: Handle, object: Handle, type: number): number =>
      Number(numberIn(attributeInto(session, object, type, cell(0)))),
    bytes: (session: Handle, object: Handle, type: number, length: number): Uint8Array =>
      attributeInto(session, object, type, new Uint8Array(length)),
    /** Up to `most` objects that have these attributes. */
    find: (session: Handle, values: Template, most: number): Handle[] => {
      raw.findInit(session, template(values), values.length);
      try {
        const [handles, count] = [cells(most), cell(0)];
        raw.find(session, handles, most, count);
        return numbersIn(handles, numberIn(count));
      } finally {
        raw.findFinal(session);
      }
    },
    /** A module that draws the IV itself writes it over the one that it was given. */
    encrypt: (session: Handle, key: Handle, type: number, parameters: GcmParameters, plaintext: Uint8Array) => {
      raw.encryptInit(session, withGcm(type, parameters), key);
      return bytesFrom((into, length) => raw.encrypt(session, plaintext, plaintext.byteLength, into, length));
    },
    decrypt: (session: Handle, key: Handle, type: number, parameters: GcmParameters, ciphertext: Uint8Array) => {
      raw.decryptInit(session, withGcm(type, parameters), key);
      return bytesFrom((into, length) => raw.decrypt(session, ciphertext, ciphertext.byteLength, into, length));
    },
    wrapKey: (session: Handle, under: Handle, type: number, key: Handle) =>
      bytesFrom((into, length) => raw.wrapKey(session, { type, parameter: null, length: 0 }, under, key, into, length)),
    unwrapKey: (session: Handle, under: Handle, type: number, wrapped: Uint8Array, values: Template): Handle =>
      handleFrom((made) => {
        const mechanism = { type, parameter: null, length: 0 };
        raw.unwrapKey(
          ...[session, mechanism, under, wrapped, wrapped.byteLength, template(values), values.length, made],
        );
      }),
  };
};

export interface GcmParameters {
  iv: Uint8Array;
  associatedData: Uint8Array;
  tagBits: number;
}

export type Cryptoki = ReturnType<typeof loadCryptoki>;
