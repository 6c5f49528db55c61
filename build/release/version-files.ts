/** Files beside the packages' package.json that say the version. changesets does not know them; `npm run version` writes them. */
export const versionFiles = [
  { path: 'package.json', find: /("version": ")([^"]+)(")/ },
  { path: 'packages/client/src/user-agent.ts', find: /(export const version = ')([^']+)(')/ },
  { path: 'packages/vault/src/vault.ts', find: /(const version = ')([^']+)(')/ },
] as const;
