import type { Keyring } from '../keys/port.ts';
import { isSameMark, markOf } from './mark.ts';

/** Milliseconds within which a frame of the preview has to be loaded. */
export const previewLife = 120_000;

type Marking = Pick<Keyring, 'hashApiKey'>;

/** A console's page may show a field's frame: its origin, until when, and a mark that only the vault can make. */
export const makePreviewTicket = (keyring: Marking, page: string, expiresAt: number): string => {
  const said = JSON.stringify([page, expiresAt]);
  const mark = markOf(keyring, 'preview', [page, expiresAt]);
  return `${Buffer.from(said).toString('base64url')}.${Buffer.from(mark).toString('base64url')}`;
};

/** The origin of the page that a ticket is for; nothing where it is none of this vault, or its time is over. */
export const readPreviewTicket = (keyring: Marking, text: string, now: number): string | undefined => {
  const [, said = '', mark = ''] = /^([\w-]{1,600})\.([\w-]{43})$/.exec(text) ?? [];
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const [page, expiresAt]: unknown[] = Array.isArray(read) ? read : [];
  if (typeof page !== 'string' || typeof expiresAt !== 'number' || expiresAt <= now) return undefined;
  const isOurs = isSameMark(markOf(keyring, 'preview', [page, expiresAt]), Buffer.from(mark, 'base64url'));
  return isOurs ? page : undefined;
};
