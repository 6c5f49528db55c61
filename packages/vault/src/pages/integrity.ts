import { createHash } from 'node:crypto';

/**
 * The digest of a text as an `integrity` attribute (Subresource Integrity §3.1) or a Content Security Policy (CSP §2.3.1) writes
 * it.
 */
export const integrityOf = (text: string, algorithm: 'sha256' | 'sha384' = 'sha384'): string =>
  `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;

/** The permanent path of a script. It contains a digest of the content, so a changed script has another path. */
export const pinnedPath = (name: string, text: string): string =>
  `/js/${createHash('sha256').update(text).digest('hex').slice(0, 16)}/${name}`;
