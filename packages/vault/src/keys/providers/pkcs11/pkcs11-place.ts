import type { PlaceOf } from '../place.ts';
import { parsePkcs11Uri } from './location.ts';
import { pkcs11RootKey } from './pkcs11.ts';

/** `pkcs11:token=LABEL;object=LABEL?module-path=FILE&pin-source=file:FILE` (RFC 7512). A key that is not there is not made. */
export const pkcs11Place: PlaceOf = (rest, { inToken }) => {
  const named = parsePkcs11Uri(rest);
  const provider = inToken?.(named.uri) ?? pkcs11RootKey(named);
  return { uri: named.uri, keys: () => [provider], next: () => provider };
};
