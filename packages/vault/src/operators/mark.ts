import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../keys/port.ts';

/**
 * 32 bytes that only a process with the vault's keys can make: digests of secrets, and seals of rows. So whoever can write to the database
 * and has no keys can make no operator, passkey or session that the vault believes in. It is an HMAC under the key that API keys are
 * recognised by; no API key is a JSON list, so neither passes for the other.
 */
export const markOf = (
  keyring: Pick<Keyring, 'hashApiKey'>,
  purpose:
    | 'operator'
    | 'link'
    | 'link-row'
    | 'passkey'
    | 'identity'
    | 'session'
    | 'session-row'
    | 'challenge'
    | 'openid'
    | 'reveal'
    | 'approval'
    | 'preview'
    | 'page-origin',
  parts: readonly (string | number | Uint8Array | undefined)[],
): Uint8Array =>
  keyring.hashApiKey(
    JSON.stringify([
      purpose,
      ...parts.map((part) => (part instanceof Uint8Array ? Buffer.from(part).toString('base64') : (part ?? null))),
    ]),
  );

/** Whether two marks are the same. A browser sends some of them, so the time that this takes says nothing of how far they agree. */
export const isSameMark = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b);
