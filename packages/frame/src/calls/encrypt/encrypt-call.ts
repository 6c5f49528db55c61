import { Failure } from '@tessera/bridge';
import { isObject, type Json } from '../../json.ts';
import type { Handle } from '../../siblings/handle.ts';
import type { Vault } from '../../vault.ts';
import type { Path, TokenRecord } from '../payload.ts';
import type { ReadPayload } from '../read-payload.ts';
import { drawPair, encryptJwe } from './jwe.ts';

/** What encrypting depends on. */
export interface EncryptContext {
  readonly vault: Pick<Vault, 'send'>;
  /** `checked` resolves once the vault has accepted the key of the page. */
  readonly handle: Pick<Handle, 'checked'>;
  /** Checks a payload and puts values in the places of its elements. */
  readonly readPayload: ReadPayload;
}

/** Payloads that one call encrypts, at most. The proxy takes no more in its header. */
const most = 20;

const wrong = (detail: string) => new Failure('invalid-payload', { detail });

/**
 * What of a request counts. The rest of a token is named later, by whoever sends the result, so nothing else in a request may decide whether
 * its type is high enough for an element.
 */
const bare = ({ type, data }: Json): Json => ({ type, data });

const recordOf = (path: Path, request: unknown): TokenRecord => {
  if (!isObject(request)) throw wrong(path.join('.'));
  const body = bare(request);
  return { path, dataKey: 'data', type: typeof body.type === 'string' ? body.type : '', body };
};

const root = 'tokenRequests';

/** The tokens of a payload, which is one request, or several under names. */
const recordsIn = (tokenRequests: unknown): TokenRecord[] => {
  if (!isObject(tokenRequests)) throw wrong(root);
  if (typeof tokenRequests.type === 'string') return [recordOf([root], tokenRequests)];
  const named = Object.entries(tokenRequests);
  if (named.length > most) throw wrong(`more than ${most}`);
  return named.map(([name, request]) => recordOf([root, name], request));
};

/** In the shape of the payload: by name, or the only one. */
const inShape = <T>(records: readonly TokenRecord[], of: (index: number) => T): T | Record<string, T> =>
  records.length === 1 && records[0]?.path.length === 1
    ? of(0)
    : Object.fromEntries(records.map(({ path: [, name] }, index) => [name, of(index)]));

/** The bytes of a public key between the lines of PEM. */
const bytesOf = (pem: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(String(pem).replace(/-----[^-]*-----|\s/g, '')), (char) => char.charCodeAt(0));

/**
 * Encrypts what elements hold for a key of the vault. The frame asks the vault for that key: one that the page brings could be one that the
 * page can open.
 */
export const encryptElements = async (
  { vault, handle, readPayload }: EncryptContext,
  payload: unknown,
): Promise<unknown> => {
  const { tokenRequests, keyId } = isObject(payload) ? payload : ({} as Json);
  if (typeof keyId !== 'string') throw wrong('keyId');
  const records = recordsIn(tokenRequests);
  const body = { [root]: inShape(records, (index) => records[index]?.body) };
  const { values } = await readPayload({ recordsIn: () => records, omitDataKey: false }, body);
  await handle.checked();
  const path = `/keys/${encodeURIComponent(keyId)}/public`;
  const { public_key_pem: pem } = (await vault.send(path, { method: 'GET' })) as Json;
  const publicKey = bytesOf(pem);

  const filled = (values as Json)[root] as Json;
  const made = await Promise.all(
    records.map(async ({ type, path: [, name] }) => {
      const { data } = (name === undefined ? filled : filled[name]) as Json;
      const json = JSON.stringify(data) as string | undefined;
      if (json === undefined) throw wrong('data');
      const pair = await drawPair().catch(() => {
        throw new Failure('encryption-unsupported');
      });
      return { type, encrypted: await encryptJwe(json, pair, { keyId, publicKey, type }) };
    }),
  );
  return inShape(records, (index) => made[index]);
};
