import { withBinFacts } from '../bins/bin-details.ts';
import type { Json } from '../expressions/json.ts';
import type { Services } from '../services.ts';
import type { Details } from './details.ts';
import { type TokenTypeName, tokenType } from './token-types.ts';

/**
 * What the digits of data tell. Keys on web pages are told no more of what they have sent: anybody who opens the page could read the
 * whole table of BINs with them, which operators mostly have under a licence.
 */
export const ownDetails = (type: TokenTypeName, lasting: Json): Details => tokenType(type).details?.(lasting) ?? {};

/** The same together with what the operator's table says of a card. */
export const detailsOf = async (
  { bins }: Pick<Services, 'bins'>,
  type: TokenTypeName,
  lasting: Json,
): Promise<Details> => {
  const details = ownDetails(type, lasting);
  return details.card ? { ...details, card: await withBinFacts(bins, details.card) } : details;
};
