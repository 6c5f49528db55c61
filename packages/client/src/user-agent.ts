/**
 * Your application, as the logs of the vault should name it.
 *
 * @example
 * ```ts
 * import { type AppInfo, createClient } from '@tessera/client';
 *
 * const appInfo: AppInfo = { name: 'Shop', version: '2.1', url: 'https://shop.example' };
 * const bt = createClient({ apiBaseUrl: 'https://vault.example', apiKey: 'key_…', appInfo });
 * ```
 */
export interface AppInfo {
  name?: string | undefined;
  version?: string | undefined;
  url?: string | undefined;
}

export const version = '0.1.0';

/**
 * Headers that identify the client. Browsers send a User-Agent of their own, and replacing it would need the consent of the vault
 * (CORS), so it is set outside of browsers only.
 *
 * @param runtime `navigator.userAgent`. In browsers it begins with `Mozilla/`; Node, Deno, Bun and edge workers name themselves.
 */
export function userAgentHeaders(appInfo: AppInfo | undefined, runtime: string | undefined): Record<string, string> {
  const client = {
    client: 'tessera-js',
    client_version: version,
    ...(runtime && { runtime_version: runtime }),
    ...(appInfo && { application: appInfo }),
  };
  const application = [appInfo?.name, appInfo?.version, appInfo?.url].filter(Boolean).join('; ');
  const userAgent = `tessera-js/${version}${application && ` (${application})`}`;
  return {
    'BT-CLIENT-USER-AGENT': JSON.stringify(client).replace(beyondAscii, escapeJson),
    ...(!runtime?.startsWith('Mozilla/') && { 'User-Agent': userAgent.replace(beyondAscii, '?') }),
  };
}

// Header values are ASCII (RFC 9110 §5.5), while names of applications may be in any language.
const beyondAscii = /[^\x20-\x7e]/g;

const escapeJson = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
