import { schemas } from '@tessera/contract';
import type { Context } from '../context.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { JsonFault, jsonBounds, parseJson } from '../http/json.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { openEncrypted } from '../tokens/encrypted/open-encrypted.ts';

/** The header with data that a caller of the proxy encrypted for a key of the tenant. */
export const encryptedHeader = 'BT-ENCRYPTED';

/** Payloads under names of the caller's that one header may have. */
const most = 20;

const name = /^[A-Za-z0-9_-]{1,100}$/;

/** Steps for each character of the header: of decoding and parsing it. */
const characterCost = 50;

const refuse = (at: string, message: string) =>
  new ApiError('proxy-request', `Correct the header ${encryptedHeader}.`, { errors: { [at]: [message] } });

const parsed = (header: string): Json => {
  const text = /^[\w+/-]+={0,2}$/.test(header) ? Buffer.from(header, 'base64').toString('utf8') : '';
  try {
    return parseJson(text, jsonBounds) as Json;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw refuse(encryptedHeader, 'Must be JSON in base64: { "type", "encrypted" }, or several of these under names.');
  }
};

/**
 * What the header of a call holds, as expressions see it under the name `encrypted`: `{ type, data }`, or several of these under the names
 * that they have there. Nothing where there is no header. Throws 400.
 */
export const openHeader = async (
  services: Services,
  reader: Pick<Context, 'caller' | 'effort'>,
  header: string | null,
): Promise<Json | undefined> => {
  if (header === null) return undefined;
  await reader.effort.reserve(header.length * characterCost);
  const open = async (value: Json, at: string): Promise<Json> => {
    const { type = null, encrypted = null, ...others } = isObject(value) ? value : {};
    if (typeof encrypted !== 'string' || Object.keys(others).length > 0) {
      throw refuse(at, 'Must have type and encrypted, a JWE, and nothing else.');
    }
    const known = schemas.TokenType.safeParse(type);
    if (!known.success) throw refuse(`${at}.type`, 'Must be a type of token.');
    const payload = { type: known.data, encrypted };
    return { type: known.data, data: await openEncrypted(services, reader, payload, [at, 'encrypted']) };
  };
  const value = parsed(header);
  if (!isObject(value) || typeof value.encrypted === 'string') return await open(value, encryptedHeader);
  const named = Object.entries(value);
  if (named.length === 0 || named.length > most || !named.every(([each]) => name.test(each))) {
    throw refuse(
      encryptedHeader,
      `Must hold 1 to ${most} payloads, under names of letters, digits, underscores and hyphens.`,
    );
  }
  const opened: [string, Json][] = [];
  for (const [each, payload] of named) opened.push([each, await open(payload, `${encryptedHeader}.${each}`)]);
  return Object.fromEntries(opened);
};
