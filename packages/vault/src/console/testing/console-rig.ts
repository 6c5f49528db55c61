import type { RoleName } from '@tessera/contract/console';
import { parseAllowedOrigins } from '../../access/allowed-origins.ts';
import { theVault } from '../../access/origin.ts';
import { asResponse } from '../../http/messages.ts';
import { pooledRandom } from '../../keys/random.ts';
import { logWriter } from '../../log/log-writer.ts';
import { inviteOperator } from '../../operators/invite.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { Answer, Rig } from '../../testing/rig.ts';
import { type ConsoleOptions, createConsole } from '../console.ts';
import { type Authenticator, authenticatorAt } from './authenticator.ts';

export const consoleOrigin = 'https://console.test';

/** What a page of the console sends along with each call; `undefined` takes a header away. */
export interface ConsoleCall {
  cookie?: string | undefined;
  body?: unknown;
  address?: string;
  headers?: Record<string, string | undefined>;
}

/** A console before the vault of a rig, and browsers that talk to it. */
export const consoleOf = (rig: Rig, more: Partial<ConsoleOptions> = {}) => {
  const { store, keyring, vault } = rig;
  const lines: string[] = [];
  const clock = rig.clock;
  const random = pooledRandom();
  const { answer, close, resume } = createConsole({
    ...{
      vault,
      store,
      keyring,
      keys: { store: rig.keyringOptions.store, root: rig.keyringOptions.root, periods: { root: 365, tenant: 365 } },
      clock,
      random,
      origin: consoleOrigin,
      vaultOrigin: 'https://vault.test',
      app: undefined,
      scripts: { 'basis-theory.js': 'page()', 'early.js': 'early(document.currentScript.src)' },
      // It starts no process before something runs.
      sandbox: createSandbox({ limits: { processes: 1, spare: 0 } }),
      egress: { fetch: () => Promise.reject(new TypeError('Nothing is sent in tests.')) },
      allowedOrigins: () => parseAllowedOrigins(`https://shop.example=${rig.acme.tenantId}`),
    },
    log: logWriter('info', (line: string) => lines.push(line)),
    rate: { burst: 10_000, seconds: 1 },
    ...more,
  });

  const call = async (method: string, path: string, sent: ConsoleCall = {}): Promise<Answer> => {
    const { cookie, body, address = '192.0.2.1', headers = {} } = sent;
    const all: Record<string, string | undefined> = {
      'Tessera-Console': '1',
      ...(method !== 'GET' && { Origin: consoleOrigin }),
      ...(cookie !== undefined && { Cookie: cookie }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    };
    const request = new Request(`${consoleOrigin}${path}`, {
      method,
      headers: Object.entries(all).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      ),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = asResponse(await answer(request, { address }));
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };

  /** What a browser would send back of an answer's cookie. */
  const cookieOf = ({ headers }: Answer): string => (headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';

  const invite = (role: RoleName, tenantId?: string) =>
    inviteOperator({ store, keyring, clock, random }, { name: `${role} for tests`, role, tenantId, by: theVault });

  const enrol = async (link: string, browser: Authenticator, sent: ConsoleCall = {}) => {
    const options = await call('POST', '/session/enrolment/options', { ...sent, body: { link } });
    if (options.status !== 200) return options;
    return await call('POST', '/session/enrolment', { ...sent, body: { link, response: browser.make(options.body) } });
  };

  return {
    lines,
    answer,
    close,
    resume,
    call,
    cookieOf,
    invite,
    enrol,
    /** Invites an operator who enrols and is signed in. */
    operator: async (role: RoleName, tenantId?: string) => {
      const { operator, secret } = await invite(role, tenantId);
      const browser = authenticatorAt(consoleOrigin);
      const answered = await enrol(secret, browser);
      if (answered.status !== 201) throw new Error(answered.text);
      return { operator, browser, cookie: cookieOf(answered) };
    },
    /** Begins to add a passkey, which a touch of one that there is has to confirm. */
    passkeyOptions: async (cookie: string, touched?: Authenticator) => {
      const asked = touched && (await call('POST', '/session/passkeys/touch', { cookie }));
      const body = touched && asked ? { touch: touched.sign(asked.body) } : {};
      return await call('POST', '/session/passkeys/options', { cookie, body });
    },
    signIn: async (browser: Authenticator, sent: ConsoleCall = {}) => {
      const options = await call('POST', '/session/options', sent);
      return await call('POST', '/session', { ...sent, body: browser.sign(options.body) });
    },
  };
};

export type ConsoleRig = ReturnType<typeof consoleOf>;
