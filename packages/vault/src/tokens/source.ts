import type { Context } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { openEncrypted } from './encrypted/open-encrypted.ts';
import { findIntent, intentEnded, openIntent, type TokenIntent } from './intents/intent.ts';
import { openCost } from './seal.ts';
import type { TokenTypeName } from './token-types.ts';

/** What a new token is made of. */
export interface Source {
  type: TokenTypeName;
  data: unknown;
  /** The property that brought the data, for the names in errors. */
  at: readonly string[];
  /** The intent that ends when the token is stored. */
  intent?: TokenIntent;
}

/** What a request says of it. */
interface Sent {
  type?: TokenTypeName | undefined;
  data?: unknown;
  encrypted?: string | undefined;
  token_intent_id?: string | undefined;
}

/** The data of a request, which may be encrypted. Throws 400 where it does not open. */
export const sentData = async (
  services: Services,
  reader: Pick<Context, 'caller' | 'effort'>,
  { type, data, encrypted }: Pick<Sent, 'data' | 'encrypted'> & { type: TokenTypeName },
  at: readonly string[],
): Promise<Pick<Source, 'data' | 'at'>> => {
  if (encrypted === undefined) return { data, at: [...at, 'data'] };
  const place = [...at, 'encrypted'];
  return { data: await openEncrypted(services, reader, { type, encrypted }, place), at: place };
};

/** What a request makes a token of: the data in it, or that of a token intent. Throws 400 for an intent that has ended. */
export const sourceOf = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  { type, token_intent_id: id, ...sent }: Sent,
  at: readonly string[],
): Promise<Source> => {
  if (id !== undefined) {
    const intent = await findIntent(services, caller.tenantId, id);
    if (!intent) throw intentEnded(at);
    effort.occupy(intent.data.box.byteLength);
    await effort.reserve(openCost(intent));
    const opened = openIntent(services.keyring.tenant(caller.tenantId), intent);
    return { type: intent.type, data: opened, at: [...at, 'token_intent_id'], intent };
  }
  if (type === undefined) throw invalid([...at, 'type'].join('.'), 'Required.');
  return { type, ...(await sentData(services, { caller, effort }, { ...sent, type }, at)) };
};
