/** The words of the act of deleting a tenant, to which two operators have to agree wherever it is asked for. */
export const deletionOf = (tenantId: string): string => `delete the tenant ${tenantId} with all its keys`;

/** The tenant that the words of an act name; none of an act that is about the whole vault. */
export const tenantIn = (act: string): string | undefined =>
  /\btenant ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/.exec(act)?.[1];
