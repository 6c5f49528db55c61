import type { Wire } from '@tessera/contract';
import type { EncryptionContext, Keyring, Sealed } from '../../keys/port.ts';
import type { StoredProxy } from './proxies.ts';

/** What of a proxy may be secret: keys to other services in its configuration, and in the code and values of its transforms. */
export interface ProxySettings {
  configuration: Wire['StoredProxy']['configuration'];
  requestTransforms: Wire['ProxyTransform'][];
  responseTransforms: Wire['ProxyTransform'][];
}

type Identity = Pick<StoredProxy, 'tenantId' | 'id' | 'version'>;

const contextOf = ({ tenantId, id, version }: Identity): EncryptionContext => ({
  tenantId,
  tokenId: id,
  type: 'proxy',
  version,
  field: 'settings',
});

/** Seals the settings of a proxy as the data of tokens is sealed. */
export const sealSettings = (keyring: Keyring, proxy: Identity, settings: ProxySettings): Sealed =>
  keyring.tenant(proxy.tenantId).seal(contextOf(proxy), Buffer.from(JSON.stringify(settings), 'utf8'));

/** Throws `TamperedError` or `KeyDestroyedError`. */
export const openSettings = (keyring: Keyring, proxy: StoredProxy): ProxySettings => {
  const bytes = keyring.tenant(proxy.tenantId).open(contextOf(proxy), proxy.settings);
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
};
