import { mayBeCard } from '../log/may-be-card.ts';
import type { VaultRequest } from './messages.ts';

const sane = /^[\w.:+/=@-]{1,128}$/;

/**
 * The id by which a call is found in logs: the caller's own if it is short and plain, otherwise a new one. The id is returned and
 * logged unencrypted. So an id that may contain a card number (12 to 19 digits that pass the Luhn check, with or without
 * separators) is replaced, and never written to the log.
 */
export const traceId = ({ headers }: Pick<VaultRequest, 'headers'>, fresh: () => string): string => {
  const given = headers.get('BT-TRACE-ID');
  return given !== null && sane.test(given) && !mayBeCard(given) ? given : fresh();
};
