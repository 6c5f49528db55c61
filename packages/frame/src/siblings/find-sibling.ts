import { drawId, type ErrorCode, Failure } from '@tessera/bridge';
import { type Answer, channelOf, type Handle, handlesBeside, type Question } from './handle.ts';
import type { Identity } from './identity.ts';
import type { Part } from './part.ts';

/** A sibling, reached directly or over a channel. */
export interface Sibling {
  refusal(): Promise<ErrorCode | undefined> | ErrorCode | undefined;
  read(): Promise<readonly Part[] | ErrorCode> | readonly Part[] | ErrorCode;
  validate(): void;
  show(value: unknown): Promise<ErrorCode | undefined>;
}

/** How long a sibling may take to answer over a channel, in milliseconds. */
const broadcastLimit = 3_000;

export const findSibling = (window: Window, id: string, asker: Identity): Sibling => {
  for (const handle of handlesBeside(window)) {
    if (handle.id === id) return siblingBy(handle, asker);
  }
  return {
    refusal: () => ask<ErrorCode | undefined>(id, 'refusal', asker),
    read: () => ask<readonly Part[] | ErrorCode>(id, 'read', asker),
    validate: () => void ask(id, 'validate', asker).catch(() => {}),
    show: (value) => ask<ErrorCode | undefined>(id, 'show', asker, value),
  };
};

/** A sibling that is reached directly; also this frame itself. */
export const siblingBy = (handle: Handle, asker: Identity): Sibling => ({
  refusal: () => handle.refusal(asker),
  read: () => handle.read(asker),
  validate: () => handle.validate(asker),
  show: (value) => handle.show(asker, value),
});

const ask = <T>(id: string, want: Question['want'], { parent: _, ...asker }: Identity, value?: unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    const unreachable = () => reject(new Failure('sibling-unreachable'));
    const channel = channelOf(id);
    if (!channel) return unreachable();
    const question = drawId(crypto);
    const end = () => channel.close();
    setTimeout(() => {
      end();
      unreachable();
    }, broadcastLimit);
    channel.addEventListener('message', ({ data }: MessageEvent<Question | Answer>) => {
      if (!('answer' in data) || data.answer !== question) return;
      end();
      resolve(data.value as T);
    });
    channel.postMessage({ ask: question, want, asker, value } satisfies Question);
  });
