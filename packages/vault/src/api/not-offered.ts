/** Parts of the published API that this vault leaves out for good, by the patterns of their paths. */
const parts: readonly (readonly [path: string, part: string])[] = [
  ['/tenants/self/invitations', 'invitations: operators are no part of this API'],
  ['/tenants/self/members', 'members: operators are no part of this API'],
  ['/tenants/self/owner', 'owner of a tenant: operators are no part of this API'],
  ['/tenants/self/security-contact', 'security contact: operators are no part of this API'],
  ['/tenants/self/connections', 'connections between tenants'],
  ['/tenants/*/merchants', 'merchants'],
  ['/tenants/self/reports/operations', 'report of operations: tenants/self/reports/usage says what is stored and used'],
  ['/roles', 'roles: operators are no part of this API'],
  ['/application-templates', 'application templates: tessera-vault applications create has presets in their place'],
  ['/enrichments/bank-account-verify', 'verification of bank accounts'],
  ['/documents', 'documents'],
  ['/3ds', '3-D Secure'],
  ['/apple-pay', 'Apple Pay'],
  ['/google-pay', 'Google Pay'],
  ['/connections', 'Apple Pay or Google Pay'],
  ['/network-tokens', 'network tokens'],
  ['/account-updater', 'account updater'],
  ['/agentic', 'payments by agents'],
];

const patterns = parts.map(([path, part]) => [path.split('/'), part] as const);

/** What a path would be part of if the vault had it; `undefined` for all other paths. */
export const notOffered = (path: string): string | undefined => {
  const segments = path.split('/');
  return patterns.find(([pattern]) => pattern.every((each, at) => each === '*' || each === segments[at]))?.[1];
};
