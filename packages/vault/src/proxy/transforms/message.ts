import type { Context } from '../../context.ts';
import type { HeaderList } from '../../egress/headers.ts';
import type { Json } from '../../expressions/json.ts';
import { JsonFault, jsonBounds, parseJson } from '../../http/json.ts';
import type { Services } from '../../services.ts';
import type { StoredProxy } from '../stored/proxies.ts';
import type { ProxySettings } from '../stored/settings.ts';
import type { TokensMade } from './tokens-made.ts';

/** A request on its way to the destination, or an answer on its way back. */
export interface Message {
  /** Names in lower case. */
  headers: HeaderList;
  body: string;
}

export type Side = 'request' | 'response';

/** What transforms work with. */
export interface Passage {
  side: Side;
  services: Services;
  context: Context;
  proxy: StoredProxy;
  settings: ProxySettings;
  /** What the caller has encrypted for the vault; null where that is nothing. */
  encrypted: Json;
  /** Tokens that earlier transforms have made, by what the transforms call them. */
  tokens: TokensMade;
  /** What the code of transforms is told of the call. */
  call: { method: string; path: string; query: string };
}

/** A transform cannot do its work on what passes. */
export class TransformError extends Error {
  override readonly name = 'TransformError';
}

export const headerOf = ({ headers }: Message, name: string): string | undefined =>
  headers.find(([each]) => each === name)?.[1];

/** A message with a header in place of those of its name. */
export const withHeader = ({ headers, body }: Message, name: string, value: string): Message => ({
  headers: [...headers.filter(([each]) => each !== name), [name, value]],
  body,
});

/** Steps for each character of a body that is parsed, and of one that is written. */
const jsonCost = 30;

/** The JSON body of a message. Throws `TransformError`. */
export const jsonOf = async ({ context: { effort } }: Passage, { body }: Message): Promise<Json> => {
  await effort.reserve(body.length * jsonCost);
  try {
    return parseJson(body, jsonBounds) as Json;
  } catch (error) {
    if (error instanceof JsonFault)
      throw new TransformError(`The body is not JSON that can be changed. ${error.message}`);
    throw error;
  }
};

/** A message with another JSON body. */
export const withJson = async ({ context: { effort } }: Passage, message: Message, json: Json): Promise<Message> => {
  await effort.reserve(message.body.length * jsonCost);
  return { ...message, body: JSON.stringify(json) };
};
