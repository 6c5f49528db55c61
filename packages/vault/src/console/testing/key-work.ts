import { setImmediate as turn } from 'node:timers/promises';
import type { ConsoleRewrap } from '@tessera/contract/console';
import type { Rig } from '../../testing/rig.ts';
import type { Authenticator, Oddity } from './authenticator.ts';
import type { ConsoleCall, ConsoleRig } from './console-rig.ts';

interface Who {
  cookie: string;
  browser: Authenticator;
}

/** What the page of an operator does with the keys of a tenant. */
export const keyWork = (console: ConsoleRig, { cookie, browser }: Who, sent: ConsoleCall = {}) => {
  const call = (method: string, path: string, body?: unknown) =>
    console.call(method, path, { cookie, ...(body !== undefined && { body }), ...sent });
  const options = (version: number | string) => call('POST', `/console/keys/versions/${version}/destruction/options`);
  const destroy = (version: number | string, response: unknown) =>
    call('POST', `/console/keys/versions/${version}/destruction`, { response });
  const rewraps = async (): Promise<ConsoleRewrap[]> => (await call('GET', '/console/key-rewraps')).body.data;
  return {
    look: () => call('GET', '/console/keys'),
    rotate: () => call('POST', '/console/keys/versions'),
    options,
    destroy,
    /** Touches the passkey, and destroys. */
    confirm: async (version: number | string, odd: Oddity = {}) => {
      const asked = await options(version);
      return asked.status === 200 ? await destroy(version, browser.sign(asked.body, odd)) : asked;
    },
    begin: () => call('POST', '/console/key-rewraps'),
    stop: (id: string) => call('DELETE', `/console/key-rewraps/${id}`),
    rewraps,
    /** The last rewrap, once it has ended. */
    ended: async (): Promise<ConsoleRewrap | undefined> => {
      for (;;) {
        const [newest] = await rewraps();
        if (newest?.state !== 'running') return newest;
        // The threads that read are heard between turns of the event loop.
        await turn();
      }
    },
  };
};

/** Asks for an approval in the tenant of the call, and gives it by another operator. */
export const approving = (console: ConsoleRig, sent: ConsoleCall = {}) => ({
  ask: async ({ cookie }: Pick<Who, 'cookie'>, act: string, subject: string) =>
    await console.call('POST', '/console/approvals', { cookie, body: { act, subject, reason: 'Agreed on' }, ...sent }),
  give: async ({ cookie, browser }: Who, id: string) => {
    const path = `/console/approvals/${id}`;
    const decision = 'approved';
    const options = await console.call('POST', `${path}/options`, { cookie, body: { decision }, ...sent });
    if (options.status !== 200) return options;
    const body = { decision, response: browser.sign(options.body) };
    return await console.call('POST', `${path}/decision`, { cookie, body, ...sent });
  },
});

/** Makes tokens of a tenant: each needs a version of its key for the value and one for the masked form. */
export const makeTokens = async (rig: Rig, key: string, count: number): Promise<void> => {
  const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
  const body = Array.from({ length: count }, (_, index) => ({ type: 'card', data, metadata: { n: String(index) } }));
  const { status, text } = await rig.send('POST', '/tokenize', { key, body });
  if (status !== 200) throw new Error(text);
};
