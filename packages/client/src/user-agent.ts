/** The application that makes the calls, as it wants to be known to the operator of the vault. */
export interface AppInfo {
  name?: string | undefined;
  version?: string | undefined;
  url?: string | undefined;
}

export const version = '0.1.0';

/**
 * Headers that say who calls. A browser has a User-Agent of its own, and setting one there would need the vault's consent
 * (CORS), so it is set elsewhere only.
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

// Header values are bytes (RFC 9110 §5.5), while names of applications are in any language.
const beyondAscii = /[^\x20-\x7e]/g;

const escapeJson = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
