import { createHash } from 'node:crypto';

/** The value of an `integrity` attribute (Subresource Integrity §3.1), or of a source in a policy (CSP §2.3.1). */
export const integrityOf = (text: string, algorithm: 'sha256' | 'sha384' = 'sha384'): string =>
  `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;

/** Where a script lies for good: a path that names its content. A script that changes has another one. */
export const pinnedPath = (name: string, text: string): string =>
  `/js/${createHash('sha256').update(text).digest('hex').slice(0, 16)}/${name}`;
