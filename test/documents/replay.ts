import { documentedKey, type Pair, type Shown } from './pair.ts';
import { replaceText } from './text.ts';
import type { Tenant } from './world.ts';

/** Everything the seeding application may do, so that a step never fails for want of a permission. */
const everyTokenPermission = ['general', 'bank', 'pci', 'pii'].flatMap((classification) => [
  `token:${classification}:create`,
  `token:${classification}:read:high`,
  `token:${classification}:update`,
  `token:${classification}:delete`,
]);

/** A pair whose samples are replaced by what is real in one tenant. */
export interface Staged {
  pair: Pair;
  /** The real ids that stand in the pair now. */
  ids: ReadonlySet<string>;
  /** The key that the call makes use of. */
  key: string | undefined;
  actors: ReadonlySet<string>;
}

const documentedTenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const nobodysKey = 'key_1111111111111111111111';

interface Made {
  id: string;
  key?: string;
}

/** Makes what the pair needs in a fresh tenant, and the pair as it reads there. */
export async function stage(pair: Pair, tenant: Tenant): Promise<Staged> {
  const standIns = new Map([[documentedTenant, tenant.id]]);
  const keys = new Map<string, string>();
  const actors = new Set([tenant.applicationId]);
  const real = <T>(value: T): T => [...standIns].reduce((text, [from, to]) => replaceText(text, from, to), value);

  const make = async (key: string, shown: Shown): Promise<Made> => {
    const response = await tenant.fetch(asRequest(shown, key));
    if (!response.ok) throw new Error(`${pair.source}: ${shown.method} ${shown.path}: ${await response.text()}`);
    const text = await response.text();
    return text === '' ? { id: '' } : (JSON.parse(text) as Made);
  };

  const application = async (type: string, permissions: string[]): Promise<string> => {
    const body = { name: 'Replay', type, permissions };
    const { id, key = '' } = await make(tenant.key, { method: 'POST', path: '/applications', body });
    actors.add(id);
    return key;
  };

  const steps = pair.given ?? [];
  const isManagement = (path: string) => !/^\/(tokens|tokenize|atomic)\b/.test(path);
  const seeding = steps.every(({ path }) => isManagement(path))
    ? tenant.key
    : await application('server_to_server', everyTokenPermission);
  for (const step of steps) {
    const made = await make(isManagement(step.path) ? tenant.key : seeding, real(step));
    if (!step.makes) continue;
    standIns.set(step.makes, made.id);
    if (made.key) keys.set(step.makes, made.key);
  }

  if (pair.call.startsWith('tenants.')) actors.add(await owner());

  const { caller } = pair;
  const key = await callerKey();
  const staged = real(key ? replaceText(pair, documentedKey, key) : pair);
  return { pair: staged, ids: new Set(standIns.values()), key, actors };

  /** Who the documents say has made the tenant. */
  async function owner(): Promise<string> {
    const response = await tenant.fetch(asRequest({ method: 'GET', path: '/tenants/self' }, tenant.key));
    return ((await response.json()) as { owner_id: string }).owner_id;
  }

  async function callerKey(): Promise<string | undefined> {
    if (caller === 'no key') return undefined;
    if (caller === 'unknown key') return nobodysKey;
    if ('madeAs' in caller) return keys.get(caller.madeAs);
    return await application(caller.type, caller.permissions);
  }
}

/** Where the replayed vault is; nothing listens there. */
export const origin = 'https://vault.example';

/** The request as the cURL sample sends it. */
export function asRequest({ method, path, headers, body }: Shown, key: string | undefined): Request {
  return new Request(origin + path, {
    method,
    headers: {
      ...(key !== undefined && { 'BT-API-KEY': key }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
