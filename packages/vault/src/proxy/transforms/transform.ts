import { EffortSpent } from '../../effort/effort.ts';
import { EgressError } from '../../egress/egress-error.ts';
import { ExpressionError } from '../../expressions/expression-error.ts';
import { ApiError } from '../../problem.ts';
import { transformers } from './apply.ts';
import { type Message, type Passage, TransformError } from './message.ts';

/** The statuses of answers that code and the makers of tokens are shown; those of failures reach the caller as they are, but masked. */
const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** What went wrong on the way there is the fault of the request; on the way back, nobody who called could help it. */
const problemOf = ({ side }: Passage, place: number, error: unknown): unknown => {
  const at = `${side}_transforms.${place}`;
  const refuse = (message: string) =>
    new ApiError(
      side === 'request' ? 'proxy-request' : 'transform-failed',
      `Transform ${place + 1} of the ${side} could not be applied: ${message}`,
      { errors: { [at]: [message] } },
    );
  if (error instanceof TransformError || error instanceof EgressError || error instanceof EffortSpent)
    return refuse(error.message);
  if (error instanceof ExpressionError) return refuse(`${error.message} (column ${error.column})`);
  if (!(error instanceof ApiError) || !['validation', 'too-much-work', 'conflict'].includes(error.type)) return error;
  return refuse(
    Object.values(error.errors ?? { it: [error.message] })
      .flat()
      .join(' '),
  );
};

/**
 * Puts a message through the transforms of its side, in order. Of an answer that is no success, only masks are applied. Throws
 * `ApiError`, and then nothing of the message is to go on.
 */
export const transform = async (passage: Passage, message: Message, status?: number): Promise<Message> => {
  const { side, settings } = passage;
  const list = side === 'request' ? settings.requestTransforms : settings.responseTransforms;
  let passing = message;
  for (const [place, each] of list.entries()) {
    if (status !== undefined && !isSuccess(status) && each.type !== 'mask') continue;
    try {
      passing = await transformers[each.type](passage, each, passing);
    } catch (error) {
      throw problemOf(passage, place, error);
    }
  }
  return passing;
};
