import type { Wire } from '@tessera/contract';
import { EgressError } from '../../egress/egress-error.ts';
import { outgoing } from '../../egress/headers.ts';
import { isObject, type Json } from '../../expressions/json.ts';
import { JsonFault, jsonBounds, parseJson } from '../../http/json.ts';
import { ApiError } from '../../problem.ts';
import { runCode } from '../../reactors/run-code.ts';
import { headerOf, type Message, type Passage } from './message.ts';

const jsonType = /^application\/(?:json|[\w.-]+\+json)\s*(?:;|$)/i;

/** The body as code gets it: an object where it is JSON, else text. */
const bodyFor = (message: Message): Json => {
  if (!jsonType.test(headerOf(message, 'content-type') ?? '')) return message.body;
  try {
    return parseJson(message.body, jsonBounds) as Json;
  } catch (error) {
    if (error instanceof JsonFault) return message.body;
    throw error;
  }
};

const joined = ({ headers }: Message): Record<string, string> => {
  const names = Map.groupBy(headers, ([name]) => name);
  return Object.fromEntries([...names].map(([name, fields]) => [name, fields.map(([, value]) => value).join(', ')]));
};

const refuse = (what: string) =>
  new ApiError('reactor-failed', `The transform ${what}; it has to give back { body, headers }.`);

/** The headers that code names, as a message has them. */
export const readHeaders = (value: Json): [string, string][] => {
  if (!isObject(value)) throw refuse('gave back headers that are no object');
  const fields = Object.entries(value).flatMap(([name, content]): [string, string][] => {
    if (content === null) return [];
    if (!['string', 'number', 'boolean'].includes(typeof content)) throw refuse('gave back a header that is no text');
    return [[name, String(content)]];
  });
  try {
    return outgoing(fields);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw new ApiError('reactor-failed', `What the transform gave back cannot be sent. ${error.message}`);
  }
};

/** What code gave back, as a message. A body that it left out is none; headers that it left out stay. */
export const readMessage = (json: string | undefined, before: Message): Message => {
  if (json === undefined) throw refuse('gave nothing back');
  let value: Json;
  try {
    value = parseJson(json, jsonBounds) as Json;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new ApiError('reactor-failed', `What the transform gave back cannot be sent. ${error.message}`);
  }
  if (!isObject(value)) throw refuse('gave back something else');
  const { body = null, headers, ...others } = value;
  if (Object.keys(others).length > 0 || (body === null && headers === undefined))
    throw refuse('gave back something else');
  const fields = headers === undefined || headers === null ? before.headers : readHeaders(headers);
  if (body === null || typeof body === 'string') return { headers: fields, body: body ?? '' };
  const isTyped = fields.some(([name]) => name === 'content-type');
  return {
    headers: isTyped ? fields : [...fields, ['content-type', 'application/json']],
    body: JSON.stringify(body),
  };
};

/** A message as code of transforms gets it. */
export const messageFor = (message: Message) => ({ body: bodyFor(message), headers: joined(message) });

/** Steps for each character of a body that code gets or gives back, beside those of running it. */
const bodyCost = 30;

/** Runs the code of a transform on what passes. It has no say in where a request goes. */
export const runTransform = async (
  { services, context, proxy, side, settings, call }: Passage,
  { code = '' }: Wire['ProxyTransform'],
  message: Message,
): Promise<Message> => {
  await context.effort.reserve(message.body.length * bodyCost);
  const args = { ...messageFor(message), ...(side === 'request' && call) };
  const { configuration } = settings;
  const { id: entityId, applicationId } = proxy;
  const json = await runCode(services, context, {
    code,
    given: { args, configuration },
    secrets: [args, configuration],
    subject: 'transform',
    acting: applicationId === undefined ? undefined : { applicationId, entityType: 'proxy', entityId },
    logged: { fields: { proxy_id: entityId }, message: 'transform console' },
  });
  return readMessage(json, message);
};
