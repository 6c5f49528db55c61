/** The words of the act of deleting a tenant, to which two operators have to agree wherever it is asked for. */
export const deletionOf = (tenantId: string): string => `delete the tenant ${tenantId} with all its keys`;

/** The words of the act of destroying a version of a tenant's key, on the command line and in the console. */
export const destructionOf = (version: number, tenantId: string): string =>
  `destroy version ${version} of the key of tenant ${tenantId}`;

/** The words of the act of replacing the root key; `place` is where the next one is, unless it stays where it is. */
export const rootReplacementOf = (place?: string): string =>
  `replace the root key, with the next one ${place === undefined ? 'where it is now' : `at ${place}`}`;

/** All words of an act that is about one tenant. An act with more words, which may be of who proposes it, is about the whole vault. */
const aboutOne =
  /^(?:delete the|destroy version \d+ of the key of) tenant ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: with all its keys)?$/;

/** The tenant that the words of an act name; none of an act that is about the whole vault. */
export const tenantIn = (act: string): string | undefined => aboutOne.exec(act)?.[1];
