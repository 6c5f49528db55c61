import type { Wire } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import type { BinTable } from './bin-table.ts';
import { countryOf } from './countries.ts';

type Card = Wire['CardDetails'];

/**
 * Details of a card with what the operator's table says of its BIN. Keys on web pages get none of that: anybody who opens the page
 * could read the whole table with them, which operators mostly have under a licence.
 */
export const withBinFacts = async (bins: BinTable, caller: Caller, card: Card): Promise<Card> => {
  if (isPageKey(caller) || card.bin === undefined) return card;
  const { brand, funding, segment, issuer, country } = (await bins.find(card.bin)) ?? {};
  const place = country === undefined ? undefined : countryOf(country);
  return {
    ...card,
    brand: brand ?? card.brand,
    funding: funding ?? null,
    segment: segment ?? null,
    issuer: issuer === undefined ? null : { name: issuer, ...(place && { country: place.alpha2 }) },
    issuer_country: place ?? null,
  };
};
