/**
 * Checks where the API is, and takes trailing slashes away. Paths are kept, so that a vault can stand behind one:
 * `https://example.com/vault/` serves `https://example.com/vault/tokens`.
 */
export function parseBaseUrl(apiBaseUrl: string): string {
  const url = URL.canParse(apiBaseUrl) ? new URL(apiBaseUrl) : undefined;
  const isBase = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!isBase) {
    throw new TypeError(
      'Invalid format for the given API base url. It must be an absolute http or https URL without a query, such as https://vault.example.com.',
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
