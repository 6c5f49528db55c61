import { askUntilAnswered, isBusy, type Pause } from './busy.ts';
import { type JsonAnswer, type JsonClient, numberAt, textAt } from './https-json.ts';
import type { Held, Lasting } from './lasting.ts';

/** The token in an answer of a token endpoint (RFC 6749 §5.1); nothing if there is none. Its time counts from now on. */
export const tokenIn = ({ status, body }: JsonAnswer, clock: () => number): Lasting<string> | undefined => {
  const [token, seconds] = [textAt(body, 'access_token'), numberAt(body, 'expires_in')];
  // It travels in a header.
  if (status !== 200 || !/^[\x21-\x7e]{1,8192}$/.test(token)) return undefined;
  return Number.isFinite(seconds) && seconds > 0 ? { value: token, endsAt: clock() + seconds * 1000 } : undefined;
};

export interface BearerOptions {
  client: JsonClient;
  token: Held<string>;
  pause: Pause;
  isLater?: (answer: JsonAnswer) => boolean;
}

/** Posts JSON with a token (RFC 6750). A token that is no longer taken is replaced once. */
export const bearerPost = ({ client, token, pause, isLater = isBusy }: BearerOptions) => {
  const ask = async (path: string, body: object) =>
    client.send('POST', path, { Authorization: `Bearer ${await token.current()}` }, body);
  return async (path: string, body: object): Promise<JsonAnswer> => {
    const answer = await askUntilAnswered(() => ask(path, body), pause, isLater);
    if (answer.status !== 401) return answer;
    token.forget();
    return await askUntilAnswered(() => ask(path, body), pause, isLater);
  };
};
