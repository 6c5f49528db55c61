import type { Wire } from '@tessera/contract';
import { outgoing } from '../../egress/headers.ts';
import type { Json } from '../../expressions/json.ts';
import { hideMatches } from '../../patterns/hide.ts';
import { evaluateTemplate } from './expressions.ts';
import { putAt, readLocation } from './location.ts';
import { jsonOf, type Message, type Passage, withHeader, withJson } from './message.ts';
import { runTransform } from './run-transform.ts';
import { tokenizeIn } from './tokenize-in.ts';

type Transform = Wire['ProxyTransform'];

type Apply = (passage: Passage, transform: Transform, message: Message) => Promise<Message>;

/** A value as text: null as nothing, strings as they are, everything else as JSON. */
const textOf = (value: Json): string => {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const appended = (passage: Passage, { options }: Transform, message: Message): Promise<Json> =>
  evaluateTemplate(passage, options?.value ?? '', message);

/** What each type of transform does. What a transform needs was checked when its proxy was saved. */
export const transformers: Readonly<Record<Transform['type'], Apply>> = {
  code: runTransform,
  mask: async ({ context: { effort } }, { expression = '', replacement = '' }, message) => ({
    ...message,
    body: await effort.run(() => hideMatches(expression, replacement, message.body, (steps) => effort.charge(steps))),
  }),
  tokenize: tokenizeIn,
  append_json: async (passage, transform, message) => {
    const value = await appended(passage, transform, message);
    const location = readLocation(transform.options?.location ?? '') ?? [];
    return await withJson(passage, message, putAt(await jsonOf(passage, message), location, value));
  },
  append_header: async (passage, transform, message) => {
    const value = textOf(await appended(passage, transform, message));
    const [[name, checked] = ['', '']] = outgoing([[transform.options?.location ?? '', value]]);
    return withHeader(message, name, checked);
  },
  append_text: async (passage, transform, message) => {
    const value = textOf(await appended(passage, transform, message));
    passage.context.effort.produce(value.length);
    return { ...message, body: message.body + value };
  },
};
