import { search } from '../../canary/search.ts';
import { codeOf, holdsCode } from '../cards.ts';
import { vaultOrigin, type World } from './fixtures.ts';

/** Everything that anybody but the vault could have seen, by the kind of place. */
const seenByOthers = async (world: World): Promise<(readonly [place: string, text: string])[]> => [
  ...(await world.heard()).map(({ kind, data }) => [kind, data] as const),
  ...(await world.traces()).map(({ place, data }) => [place, data] as const),
  ...world.requests.map(({ url, headers, body }) => {
    const isVault = url.origin === vaultOrigin;
    return ['request', `${decodeURIComponent(url.href)} ${JSON.stringify(headers)} ${isVault ? '' : body}`] as const;
  }),
];

/** The kinds of places that hold a number or a code, in whatever form. */
export const leaks = async (world: World, numbers: readonly string[]): Promise<string[]> => {
  const seen = await seenByOthers(world);
  const byPlace = Map.groupBy(seen, ([place]) => place);
  const codes = [...new Set(numbers.map(codeOf))];
  return [...byPlace]
    .filter(([place, texts]) => {
      const text = texts.map(([, one]) => one).join('\n');
      return search(place, Buffer.from(text), numbers).length > 0 || codes.some((code) => holdsCode(text, code));
    })
    .map(([place]) => place)
    .sort();
};
