import { RootKeyError } from '../errors.ts';
import { askUntilAnswered, isBusy, type Pause } from './busy.ts';
import { type JsonAnswer, type JsonClient, valueAt } from './https-json.ts';

/** How the vault proves who it is to the service. Secrets are read when they are needed, so that they can be replaced in place. */
export type TransitLogin = { how: 'token'; read(): string } | { how: 'approle'; roleId: string; readSecret(): string };

export interface SessionOptions {
  client: JsonClient;
  login: TransitLogin;
  headers: Readonly<Record<string, string>>;
  /** The service, for errors. */
  name: string;
  clock: () => number;
  pause: Pause;
}

interface Lease {
  token: string;
  /** When to renew it, and when it ends, in milliseconds since the epoch; no time where it has no end, or none that is known. */
  renewAt: number;
  endsAt: number;
}

/**
 * The token that calls to the service carry: given, or by a login as an AppRole. A lease is renewed when a third of it is left. Times are
 * counted from the answer on by the own clock, so the clocks of the two need not agree.
 */
export const transitSession = ({ client, login, headers, name, clock, pause }: SessionOptions) => {
  let lease: Lease | undefined;

  const send: JsonClient['send'] = (...call) => askUntilAnswered(() => client.send(...call), pause);

  const leaseOf = ({ status, body }: JsonAnswer): Lease | undefined => {
    const token = valueAt(body, 'auth', 'client_token');
    const seconds = valueAt(body, 'auth', 'lease_duration');
    if (status !== 200 || typeof token !== 'string' || token === '' || typeof seconds !== 'number') return undefined;
    const ends = seconds > 0;
    const renewable = valueAt(body, 'auth', 'renewable') === true;
    return {
      token,
      renewAt: ends && renewable ? clock() + (seconds * 2000) / 3 : Number.POSITIVE_INFINITY,
      endsAt: ends ? clock() + seconds * 1000 : Number.POSITIVE_INFINITY,
    };
  };

  const logIn = async (): Promise<Lease> => {
    if (login.how === 'token') {
      // Of a token that cannot be renewed, or may not renew itself, the end is unknown; the service tells by refusing it.
      const given = { token: login.read(), renewAt: Number.POSITIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY };
      return (await renew(given)) ?? given;
    }
    const body = { role_id: login.roleId, secret_id: login.readSecret() };
    const answer = await send('POST', '/v1/auth/approle/login', { ...headers }, body);
    const logged = leaseOf(answer);
    if (logged) return logged;
    throw new RootKeyError(
      answer.status === 400 || answer.status === 403 ? 'refused' : 'unavailable',
      `${name} did not let the vault log in as an AppRole (status ${answer.status}). Check role id and secret id.`,
    );
  };

  /** Without waiting for a service that is busy: what is held works until it ends, or until the service refuses it. */
  const renew = async (held: Lease): Promise<Lease | undefined> => {
    const own = { ...headers, 'X-Vault-Token': held.token };
    const answer = await client.send('POST', '/v1/auth/token/renew-self', own, {});
    return isBusy(answer) ? held : leaseOf(answer);
  };

  const current = async (): Promise<Lease> => {
    if (lease && clock() >= lease.endsAt) lease = undefined;
    if (lease && clock() >= lease.renewAt) lease = await renew(lease);
    lease ??= await logIn();
    return lease;
  };

  return {
    /** Calls the service. A token that it no longer takes is replaced once. */
    call: async (method: 'GET' | 'POST', path: string, body?: object) => {
      for (let attempt = 1; ; attempt++) {
        const { token } = await current();
        const answer = await send(method, path, { ...headers, 'X-Vault-Token': token }, body);
        if (answer.status !== 403 || attempt === 2) return answer;
        lease = undefined;
      }
    },
  };
};
