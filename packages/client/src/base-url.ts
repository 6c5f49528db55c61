/**
 * Checks the base URL of the API and removes trailing slashes. Its path is kept, so that a proxy can serve the vault under one: with
 * `https://example.com/vault/`, tokens are at `https://example.com/vault/tokens`.
 *
 * @throws TypeError when it is not an absolute http or https URL, or has credentials, a query or a fragment.
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
