import { schemas, validateRequest, type Wire } from '@tessera/contract';
import { isObject, type Json } from '../../expressions/json.ts';
import { asMaker } from '../../reactors/maker.ts';
import { draftToken } from '../../tokens/create.ts';
import { storeTokens } from '../../tokens/store-tokens.ts';
import { viewStored } from '../../tokens/view.ts';
import { evaluateTemplate } from './expressions.ts';
import { type Message, type Passage, TransformError } from './message.ts';

const sentences = (errors: Record<string, string[]>): string =>
  Object.entries(errors)
    .map(([name, messages]) => `${name}: ${messages.join(' ')}`)
    .join(' ');

/**
 * Makes a token of what passes, by the transform's own description of it. The data and the metadata are templates; a mask, an id and
 * other expressions of the token are its own. The token may be made whoever calls: the proxy says so.
 */
export const tokenizeIn = async (
  passage: Passage,
  { options }: Wire['ProxyTransform'],
  message: Message,
): Promise<Message> => {
  const { services, context, tokens } = passage;
  const { data = null, metadata, ...others } = options?.token ?? {};
  const filled = await evaluateTemplate(passage, { data, ...(metadata !== undefined && { metadata }) }, message);
  const request = validateRequest(schemas.CreateToken, { ...others, ...(isObject(filled) && filled) });
  if (request.errors) throw new TransformError(`The token cannot be made. ${sentences(request.errors)}`);
  // Expressions of the token come from whoever manages the proxy, so they are no oracle for its caller.
  const caller = { ...asMaker(context.caller), type: 'server_to_server' as const };
  const maker = { ...context, caller };
  const draft = await draftToken(services, maker, request.value);
  const { stored, view } = await storeTokens(services, maker, [draft], ([stored]) => {
    if (!stored) throw new RangeError('A draft was neither stored nor found.');
    return { stored, view: JSON.parse(JSON.stringify(viewStored(stored, caller))) as Json };
  });
  tokens.add(options?.identifier, stored, view);
  return message;
};
