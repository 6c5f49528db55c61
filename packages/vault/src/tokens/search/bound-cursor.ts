import { timingSafeEqual } from 'node:crypto';
import type { TenantKeys } from '../../keys/port.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';

/** Which list a cursor leads on in, and whose it is. */
export interface ListOfCaller {
  applicationId: string;
  /** Everything that decides which tokens stand in the list, and in which order. */
  list: unknown;
}

/** Characters of a plain cursor, and of one with its seal. */
const plain = 32;
const whole = plain + 22;

/** 16 bytes that only the vault can make. */
const sealOf = (keys: TenantKeys, cursor: string, { applicationId, list }: ListOfCaller): Buffer =>
  Buffer.from(keys.blindIndex(`cursor:${JSON.stringify([cursor, applicationId, list])}`));

/** A cursor that leads on in one list for one API key only. */
export const writeBoundCursor = (keys: TenantKeys, cursor: Cursor, where: ListOfCaller): string => {
  const text = writeCursor(cursor);
  return text + sealOf(keys, text, where).toString('base64url');
};

/** `undefined` for a text that was not made for this list and this caller. */
export const readBoundCursor = (keys: TenantKeys, text: string, where: ListOfCaller): Cursor | undefined => {
  if (text.length !== whole) return undefined;
  const cursor = text.slice(0, plain);
  const seal = sealOf(keys, cursor, where);
  const given = Buffer.from(text.slice(plain), 'base64url');
  return given.length === seal.length && timingSafeEqual(given, seal) ? readCursor(cursor) : undefined;
};
