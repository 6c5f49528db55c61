/** Parts of the published API of today that this vault leaves out for good, by the beginning of their paths. */
const parts: readonly (readonly [path: string, part: string])[] = [
  ['/tenants/self/invitations', 'invitations: operators are no part of this API'],
  ['/tenants/self/members', 'members: operators are no part of this API'],
  ['/3ds', '3-D Secure'],
  ['/apple-pay', 'Apple Pay'],
  ['/google-pay', 'Google Pay'],
  ['/connections', 'Apple Pay or Google Pay'],
  ['/network-tokens', 'network tokens'],
  ['/account-updater', 'account updater'],
];

/** What a path would be part of if the vault had it; `undefined` for all other paths. */
export const notOffered = (path: string): string | undefined =>
  parts.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1];
