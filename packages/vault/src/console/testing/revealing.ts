import { createHash, randomBytes } from 'node:crypto';
import type { BuiltFiles } from '../../pages/files.ts';
import type { Answer, Rig } from '../../testing/rig.ts';
import type { Authenticator, Oddity } from './authenticator.ts';
import type { ConsoleCall, ConsoleRig } from './console-rig.ts';

/** What a vault serves whose script for showing values is this text. */
export const revealFiles: BuiltFiles = {
  frame: { name: 'frame.test.js', text: 'frame()', parts: {} },
  reveal: 'reveal()',
  scripts: {},
};

/** What a frame draws when it starts: a secret of its own, and what it tells its page. */
export const aFrame = () => {
  const key = randomBytes(32).toString('base64url');
  return { key, nonce: createHash('sha256').update(key).digest('base64url') };
};

export type Frame = ReturnType<typeof aFrame>;

interface Who {
  cookie: string;
  browser: Authenticator;
}

/** What the page of an operator and the frame in it do to show a value. */
export const revealing = (rig: Rig, console: ConsoleRig, { cookie, browser }: Who, sent: ConsoleCall = {}) => {
  const post = (path: string, body: unknown): Promise<Answer> => console.call('POST', path, { cookie, body, ...sent });
  const options = (id: string, { nonce }: Pick<Frame, 'nonce'>) => post('/console/reveals/options', { id, nonce });
  const create = (id: string, { nonce }: Pick<Frame, 'nonce'>, response: unknown) =>
    post('/console/reveals', { id, nonce, response });
  return {
    ask: (token: string, reason: string) => post('/console/reveals/frames', { token_id: token, reason }),
    options,
    create,
    /** Touches the passkey. */
    confirm: async (id: string, frame: Pick<Frame, 'nonce'>, odd: Oddity = {}) => {
      const asked = await options(id, frame);
      return asked.status === 200 ? await create(id, frame, browser.sign(asked.body, odd)) : asked;
    },
    fetch: (id: string, { key }: Pick<Frame, 'key'>) => rig.send('POST', `/reveals/${id}`, { body: { key } }),
  };
};
