export { type AllowedOrigins, AllowedOriginsError, parseAllowedOrigins } from './access/allowed-origins.ts';
export type { Random } from './ids.ts';
export type { Log } from './log.ts';
export { createTenant, type NewTenant } from './tenants.ts';
export { createVault, type Every, type Vault, type VaultOptions } from './vault.ts';
