import type { CallName, CallOptions, Failure, FrameConnection } from '@tessera/bridge';
import { ElementsApiError, ElementsError, errorOf } from '../errors.ts';
import { callLimit, smallLimit } from '../limits.ts';
import type { PageSession } from '../page-session.ts';
import { createIntents } from './intents.ts';
import { signatureOf, withReferences } from './payload.ts';

/** Statuses after which the vault may still have carried out the request. */
const isUnsettled = (status: number): boolean =>
  status < 400 || status >= 500 || status === 408 || status === 409 || status === 429;

/** Codes after which a call that was sent has no answer. */
const unanswered: readonly string[] = ['frame-lost', 'not-mounted', 'timeout'];

/** A frame that is being removed cancels its requests, and may still report that as `vault-unreachable`. */
const causeOf = async (thrown: unknown, connection: FrameConnection): Promise<unknown> => {
  if ((thrown as Failure).code !== 'vault-unreachable') return thrown;
  return connection.call('ping', smallLimit).then(
    () => thrown,
    (lost: unknown) => lost,
  );
};

/** Sends payloads with elements through the frame of the first of them. */
export const createSend = (session: PageSession) => {
  const intents = createIntents();
  return async (name: CallName, sent: unknown, options: CallOptions): Promise<unknown> => {
    const { payload, elements } = withReferences(sent);
    const [first] = elements;
    if (!first) throw new ElementsError('invalid-payload');
    const connection = first.connection();
    const signature = signatureOf(name, sent);
    // What comes later does not have the idempotency key of this call.
    const keeper = session.keeper();
    try {
      const intent = signature && intents.of(signature);
      const answer = await connection.call('call', callLimit, name, payload, { ...options, intent });
      intents.settle(signature);
      return answer;
    } catch (thrown) {
      const error = errorOf(await causeOf(thrown, connection));
      if (error instanceof ElementsApiError && !isUnsettled(error.status)) intents.settle(signature);
      if (!(error instanceof ElementsError) || !unanswered.includes(error.code)) throw error;
      const isKept = signature && keeper && keeper === session.keeper() && !elements.some(({ isGiven }) => isGiven);
      // To encrypt changes nothing in the vault.
      throw new ElementsError(error.code, undefined, isKept || name === 'tokens.encrypt' ? 'safe' : 'unsafe');
    }
  };
};
