import type { CardType } from '@tessera/elements';

// Patterns and lengths of these brands are in the table of the frame, which looks them up by `type`.

/**
 * Visa, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { VISA } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [VISA] });
 * ```
 */
export const VISA: CardType = { type: 'visa' };
/**
 * Mastercard, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { MASTERCARD } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [MASTERCARD] });
 * ```
 */
export const MASTERCARD: CardType = { type: 'mastercard' };
/**
 * American Express, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { AMERICAN_EXPRESS } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [AMERICAN_EXPRESS] });
 * ```
 */
export const AMERICAN_EXPRESS: CardType = { type: 'american-express' };
/**
 * Discover, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { DISCOVER } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [DISCOVER] });
 * ```
 */
export const DISCOVER: CardType = { type: 'discover' };
/**
 * Diners Club, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { DINERS_CLUB } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [DINERS_CLUB] });
 * ```
 */
export const DINERS_CLUB: CardType = { type: 'diners-club' };
/**
 * JCB, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { JCB } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [JCB] });
 * ```
 */
export const JCB: CardType = { type: 'jcb' };
/**
 * UnionPay, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { UNION_PAY } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [UNION_PAY] });
 * ```
 */
export const UNION_PAY: CardType = { type: 'unionpay' };
/**
 * Maestro, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { MAESTRO } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [MAESTRO] });
 * ```
 */
export const MAESTRO: CardType = { type: 'maestro' };
/**
 * Elo, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { ELO } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [ELO] });
 * ```
 */
export const ELO: CardType = { type: 'elo' };
/**
 * Mir, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { MIR } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [MIR] });
 * ```
 */
export const MIR: CardType = { type: 'mir' };
/**
 * Hiper, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { HIPER } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [HIPER] });
 * ```
 */
export const HIPER: CardType = { type: 'hiper' };
/**
 * Hipercard, for the option `cardTypes`.
 *
 * @example
 * ```ts
 * import { HIPERCARD } from '@tessera/js';
 *
 * const number = bt.createElement('cardNumber', { cardTypes: [HIPERCARD] });
 * ```
 */
export const HIPERCARD: CardType = { type: 'hipercard' };

/**
 * All brands above. Elements without the option `cardTypes` also accept a few regional brands and unknown ones.
 *
 * @example
 * ```ts
 * import { DEFAULT_CARD_TYPES } from '@tessera/js';
 *
 * const own = { type: 'store', niceType: 'Store card', patterns: [6040], gaps: [4, 8, 12], lengths: [16], code: { size: 3, name: 'CVC' } };
 * const number = bt.createElement('cardNumber', { cardTypes: [...DEFAULT_CARD_TYPES, own] });
 * ```
 */
export const DEFAULT_CARD_TYPES: readonly CardType[] = [
  ...[VISA, MASTERCARD, AMERICAN_EXPRESS, DISCOVER, DINERS_CLUB, JCB],
  ...[UNION_PAY, MAESTRO, ELO, MIR, HIPER, HIPERCARD],
];
