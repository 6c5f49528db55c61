import type { Wire } from '@tessera/contract';
import type { BinTable } from './bin-table.ts';
import { countryOf } from './countries.ts';

type Card = Wire['CardDetails'];

/** Details of a card with what the operator's table says of its BIN. */
export const withBinFacts = async (bins: BinTable, card: Card): Promise<Card> => {
  if (card.bin === undefined) return card;
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
