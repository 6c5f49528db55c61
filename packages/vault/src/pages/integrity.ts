import { createHash } from 'node:crypto';

/** The value of an `integrity` attribute (Subresource Integrity §3.1). */
export const integrityOf = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`;
