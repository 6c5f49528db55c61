import type { contract, Handlers } from '@tessera/contract';
import { brandOf } from '@tessera/rules';
import { isPageKey } from '../access/page-keys.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';

export const enrichments = ({
  bins,
  elementsBins,
}: Pick<Services, 'bins' | 'elementsBins'>): Handlers<typeof contract.enrichments, Context> => ({
  cardDetails: async ({ query: { bin }, caller }) => {
    const { name } = brandOf(bin);
    const known = { brand: name === 'unknown' ? null : name, binRange: [{ binMin: bin, binMax: bin }] };
    // Whoever opens the page has its key, and could read the table with it, which operators mostly have under a licence.
    if (isPageKey(caller) && !elementsBins) return known;
    const { brand, funding, segment, issuer, country } = (await bins.find(bin)) ?? {};
    return {
      brand: brand ?? known.brand,
      funding: funding ?? null,
      segment: segment ?? null,
      issuer: issuer === undefined && country === undefined ? null : { name: issuer, country },
      binRange: known.binRange,
    };
  },
});
