import type { CardType } from '@tessera/elements';

/*
 * Brands for the option `cardTypes`, under the names that code for this API uses. What they are is in the frame's own table.
 */
export const VISA: CardType = { type: 'visa' };
export const MASTERCARD: CardType = { type: 'mastercard' };
export const AMERICAN_EXPRESS: CardType = { type: 'american-express' };
export const DISCOVER: CardType = { type: 'discover' };
export const DINERS_CLUB: CardType = { type: 'diners-club' };
export const JCB: CardType = { type: 'jcb' };
export const UNION_PAY: CardType = { type: 'unionpay' };
export const MAESTRO: CardType = { type: 'maestro' };
export const ELO: CardType = { type: 'elo' };
export const MIR: CardType = { type: 'mir' };
export const HIPER: CardType = { type: 'hiper' };
export const HIPERCARD: CardType = { type: 'hipercard' };

/** All of them. Elements that are told nothing know a few regional ones besides. */
export const DEFAULT_CARD_TYPES: readonly CardType[] = [
  ...[VISA, MASTERCARD, AMERICAN_EXPRESS, DISCOVER, DINERS_CLUB, JCB],
  ...[UNION_PAY, MAESTRO, ELO, MIR, HIPER, HIPERCARD],
];
