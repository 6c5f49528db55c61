import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { Random } from '../../../ids.ts';
import { RootKeyError, TamperedError } from '../../errors.ts';
import { keySize } from '../../key-store.ts';
import { lengthPrefixed } from '../../length-prefixed.ts';
import { type RootKeyProvider, type WrapContext, wrapperUnder } from '../../root-key.ts';
import { bearerPost } from '../bearer.ts';
import { type Pause, realPause } from '../busy.ts';
import { type JsonAnswer, jsonService, textAt, valueAt } from '../https-json.ts';
import type { Held } from '../lasting.ts';
import { healthOf } from '../probe.ts';
import { type Algorithm, type AzureRecord, readRecord, signedPart, writeRecord } from './record.ts';

export interface AzureOptions {
  /** `https://` and the host of the vault or managed HSM. */
  origin: string;
  /** The name of the key. */
  key: string;
  algorithm: Algorithm;
  token: Held<string>;
  random: Random;
  uri: string;
  ca?: string | undefined;
  patience?: number | undefined;
  pause?: Pause | undefined;
}

const version = '?api-version=7.4';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** What is signed: a record, and what it was made for. */
const digestOf = (signed: string, { ownerId, purpose, version: of }: WrapContext): string =>
  text(
    createHash('sha256')
      .update(lengthPrefixed(['tessera.azurekv.1', ownerId, purpose, String(of), signed]))
      .digest(),
  );

const changed = () => new TamperedError('A wrapped key has been changed, or was wrapped under another key.');

/** What is the matter, by the code of the error or the one inside it, for the operator. */
const reasons: Readonly<Record<string, string>> = {
  KeyDisabled: 'the key, or its version, is disabled',
  KeyNotFound: 'there is no such key, or no such version of it',
  Forbidden: 'the identity of the vault may not do this with the key, or the firewall of the key vault is in the way',
  Unauthorized: 'the credentials have ended, or are not known there',
  BadParameter: 'the key is of another kind than the algorithm, or its key operations leave this one out',
};

/** The code of an error, or of the one inside it, that is known. */
const codeOf = ({ body }: JsonAnswer): string | undefined =>
  [textAt(body, 'error', 'innererror', 'code'), textAt(body, 'error', 'code')].find((each) =>
    Object.hasOwn(reasons, each),
  );

const isBadParameter = (answer: JsonAnswer): boolean => answer.status === 400 && codeOf(answer) === 'BadParameter';

/**
 * A root key in Azure Key Vault or a managed HSM. `wrapKey` there binds nothing beside the key, and everybody who has the public half of an
 * RSA key can wrap. So a record holds a key of its own, which Azure wraps, and under that the key that is kept, bound to its context; and
 * with an RSA key Azure signs both (RS256).
 */
export const azureRootKey = (options: AzureOptions): RootKeyProvider => {
  const { origin, key, algorithm, token, random, uri, ca, patience, pause = realPause } = options;
  const client = jsonService({ origin, ca, patience });
  const post = bearerPost({ client, token, pause });
  const isSigned = algorithm === 'RSA-OAEP-256';

  const objection = (answer: JsonAnswer, operation: string): Error => {
    const [{ status }, code] = [answer, codeOf(answer)];
    const about = `${origin} did not do "${operation}" with the key "${key}" (status ${status})`;
    return code !== undefined && status >= 400 && status < 500 && status !== 429
      ? new RootKeyError('refused', `${about}: ${reasons[code]}.`)
      : new RootKeyError('unavailable', `${about}: it is overloaded, or out of order.`);
  };

  const unreadable = () =>
    new RootKeyError('unavailable', `${origin} answered with something else than Azure Key Vault does.`);

  const ask = (operation: string, of: string, body: object) => post(`/keys/${key}/${of}/${operation}${version}`, body);
  const call = async (operation: string, of: string, body: object): Promise<unknown> => {
    const answer = await ask(operation, of, body);
    if (answer.status === 200) return answer.body;
    throw objection(answer, operation);
  };

  /** The bytes in an answer, and the version of the key that made them. */
  const resultIn = (answer: unknown) => {
    const [value, kid] = [textAt(answer, 'value'), textAt(answer, 'kid')];
    const [, name, used] = /\/keys\/([^/]+)\/([0-9A-Za-z]{1,64})$/.exec(kid) ?? [];
    const isResult = /^[\w-]{1,1400}$/.test(value) && name === key && used !== undefined;
    if (!isResult) throw unreadable();
    return { bytes: new Uint8Array(Buffer.from(value, 'base64url')), version: used };
  };

  /** Unwraps. What was signed is as Azure wrapped it, so what Azure then says against it is no word about changed bytes. */
  const opened = async ({ version: of, outer }: AzureRecord): Promise<unknown> => {
    const answer = await ask('unwrapkey', of, { alg: algorithm, value: text(outer) });
    if (answer.status === 200) return answer.body;
    const objected = objection(answer, 'unwrapkey');
    if (isSigned || !isBadParameter(answer)) throw objected;
    // Azure has one word for bytes that this key did not wrap and for a call that it does not take. They are told apart by whether it opens
    // what it wraps now.
    const now = resultIn(await call('wrapkey', of, { alg: algorithm, value: text(random(keySize)) }));
    await call('unwrapkey', of, { alg: algorithm, value: text(now.bytes) });
    throw changed();
  };

  const keyOf = (bytes: Uint8Array): KeyObject => {
    const own = createSecretKey(bytes);
    bytes.fill(0);
    return own;
  };

  const wrap = async (context: WrapContext, bytes: Uint8Array): Promise<Uint8Array> => {
    const drawn = random(keySize);
    // Without a version Azure takes the newest one, and says which that is.
    const outer = resultIn(await call('wrapkey', '', { alg: algorithm, value: text(drawn) }));
    const inner = await wrapperUnder(keyOf(drawn)).wrap(context, bytes);
    const record = { algorithm, key, version: outer.version, outer: outer.bytes, inner };
    const digest = digestOf(signedPart(record), context);
    const signature = isSigned
      ? resultIn(await call('sign', outer.version, { alg: 'RS256', value: digest })).bytes
      : new Uint8Array();
    return writeRecord({ ...record, signature });
  };

  const unwrap = async (context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array> => {
    const record = readRecord(wrapped);
    if (record?.algorithm !== algorithm || record.key !== key) throw changed();
    if (isSigned) {
      const digest = digestOf(signedPart(record), context);
      const body = { alg: 'RS256', digest, value: text(record.signature) };
      const verified = valueAt(await call('verify', record.version, body), 'value');
      if (verified === false) throw changed();
      if (verified !== true) throw unreadable();
    }
    const drawn = resultIn(await opened(record)).bytes;
    if (drawn.byteLength !== keySize) throw unreadable();
    return await wrapperUnder(keyOf(drawn)).unwrap(context, record.inner);
  };

  return {
    wrap,
    unwrap,
    describe: () => ({ uri, heldBy: 'a key service', algorithm: `Azure ${algorithm}${isSigned ? ', RS256' : ''}` }),
    health: healthOf({ wrap, unwrap }),
  };
};
