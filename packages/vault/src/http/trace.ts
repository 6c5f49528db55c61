import { mayBeCard } from '../log/may-be-card.ts';
import type { VaultRequest } from './messages.ts';

const sane = /^[\w.:+/=@-]{1,128}$/;

/**
 * The id by which one call is found again in logs: the caller's own when it is short and plain, else a fresh one. The id is
 * answered and logged in clear, so one that may hold a card number (12 to 19 digits that pass the Luhn check, with or without marks
 * between them) is not taken: a caller that puts one there must not make the vault write it down.
 */
export const traceId = ({ headers }: Pick<VaultRequest, 'headers'>, fresh: () => string): string => {
  const given = headers.get('BT-TRACE-ID');
  return given !== null && sane.test(given) && !mayBeCard(given) ? given : fresh();
};
