import * as z from 'zod';

/** Bytes in base64url, as WebAuthn writes them in JSON. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]*$/, 'Must be base64url.');

const about = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.looseObject({}).default({}),
};

/** What `credential.toJSON()` gives of a new passkey. Browsers may add properties, which are not looked at. */
export const NewCredential = z.looseObject({
  ...about,
  response: z.looseObject({
    clientDataJSON: bytes(8000),
    attestationObject: bytes(60_000),
    transports: z.array(z.string().max(40)).max(20).optional(),
  }),
});

/** What `credential.toJSON()` gives of a signature with a passkey. */
export const Assertion = z.looseObject({
  ...about,
  response: z.looseObject({
    clientDataJSON: bytes(8000),
    authenticatorData: bytes(8000),
    signature: bytes(8000),
    userHandle: bytes(200).nullish(),
  }),
});

/** Options for the browser, to be handed to `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` as they are. */
export const CredentialOptions = z.looseObject({ challenge: z.string() });
