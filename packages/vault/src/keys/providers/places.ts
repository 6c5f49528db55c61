import { RootKeyError } from '../errors.ts';
import { sharedPlace } from '../shares/shared-place.ts';
import { awsPlace } from './aws/aws-place.ts';
import { azurePlace } from './azure/azure-place.ts';
import { gcpPlace } from './gcp/gcp-place.ts';
import { filePlace, variablePlace } from './local-places.ts';
import { pkcs11Place } from './pkcs11/pkcs11-place.ts';
import type { PlaceOf, PlaceOptions, RootKeyPlace } from './place.ts';
import { transitPlace } from './transit-place.ts';

/** Where a root key can be kept, by the scheme of the URI that names it. */
const schemes: Readonly<Record<string, PlaceOf>> = {
  file: filePlace,
  env: variablePlace,
  vault: transitPlace,
  awskms: awsPlace,
  gcpkms: gcpPlace,
  azurekv: azurePlace,
  pkcs11: pkcs11Place,
  shares: sharedPlace,
};

/**
 * The place that a URI names; `source` is where the URI was written, for errors. Errors do not repeat the URI, because somebody may have
 * written the key itself.
 */
export const rootKeyPlace = (uri: string, source: string, options: PlaceOptions): RootKeyPlace => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9]*):(.*)$/.exec(uri) ?? [];
  const placeOf = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (placeOf) return placeOf(rest, options);
  throw new RootKeyError(
    'malformed',
    `${source} names where the root key is, by a URI that begins with ${Object.keys(schemes)
      .map((name) => `${name}:`)
      .join(' or ')}. It is never the key itself.`,
  );
};
