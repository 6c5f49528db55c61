import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { pooledRandom } from '../random.ts';
import type { RootKeyProvider } from '../root-key.ts';
import { readShare, writeShare } from '../shares/share.ts';
import { combineShares, splitRootKey } from '../shares/split.ts';
import type { RootKeyPlace } from './place.ts';
import { rootKeyPlace } from './places.ts';
import { providerSuite } from './testing/provider-suite.ts';
import { startTransit } from './testing/transit-stand-in.ts';

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'tessera-provider-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const placeAt = (uri: string, environment: Record<string, string> = {}): RootKeyPlace =>
  rootKeyPlace(uri, '--root-key', { environment, forget: () => undefined, random: pooledRandom(), clock: Date.now });

/** The root key that a URI names in an environment. */
const at = (uri: string, environment: Record<string, string> = {}): RootKeyProvider => placeAt(uri, environment).next();

providerSuite('a file', async () => {
  const { path, remove } = folder();
  const [one, two] = [`file:${join(path, 'one.key')}`, `file:///${join(path, 'two.key').slice(1)}`];
  const provider = at(one);
  const secrets = [readFileSync(join(path, 'one.key'), 'utf8').trim()];
  return { provider, again: () => at(one), other: at(two), secrets, close: async () => remove() };
});

providerSuite('a variable', async () => {
  const environment = { ONE: randomBytes(32).toString('base64'), TWO: randomBytes(32).toString('base64') };
  const again = () => at('env:ONE', environment);
  return {
    provider: again(),
    again,
    other: at('env:TWO', environment),
    secrets: [environment.ONE],
    close: async () => {},
  };
});

providerSuite('a transit engine, by token', async () => {
  const { path, remove } = folder();
  const transit = await startTransit();
  transit.keys.set('other', [randomBytes(32)]);
  const [token, ca] = [join(path, 'token'), join(path, 'ca.pem')];
  writeFileSync(token, 's.given\n');
  writeFileSync(ca, transit.ca);
  const uri = (key: string) => `vault://${transit.host}/transit/${key}?token-file=${token}&ca-file=${ca}`;
  return {
    ...{ provider: at(uri('tessera')), again: () => at(uri('tessera')), other: at(uri('other')), secrets: ['s.given'] },
    close: async () => {
      await transit.close();
      remove();
    },
  };
});

providerSuite('shares of several people', async () => {
  const split = async () => {
    const bytes = randomBytes(32);
    const shares = (await splitRootKey(bytes, { of: 3, need: 2 }, pooledRandom())).map(writeShare);
    return { shares, secrets: [...shares, bytes.toString('base64'), bytes.toString('hex')] };
  };
  /** The root key after a vault was unsealed with two shares. */
  const unsealed = async (shares: readonly string[]): Promise<RootKeyProvider> => {
    const place = placeAt('shares:');
    const given = shares.slice(1).map(readShare);
    place.shared?.unlock(await combineShares(given.filter((share) => share !== undefined)));
    const [provider] = place.keys();
    return provider ?? expect.unreachable();
  };
  const [{ shares, secrets }, other] = [await split(), await split()];
  const again = await unsealed(shares);
  return {
    ...{ provider: await unsealed(shares), again: () => again, other: await unsealed(other.shares), secrets },
    close: async () => {},
  };
});
