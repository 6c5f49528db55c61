import type { Token, VaultClient } from '@tessera/client';

/** A token as the picture of associations shows it. */
export interface Node {
  id: string;
  type: string;
  /** Steps from the token in question. */
  depth: number;
  /** Its children, once they were asked for. */
  children?: readonly string[];
  /** Whether it has more children than are shown. */
  more?: boolean;
}

/** Tokens around one token, by id, in the order in which they were found. */
export type Associations = ReadonlyMap<string, Node>;

/** The most children of one token, and the most tokens in all, that a picture can show. */
const mostChildren = 12;
const mostNodes = 60;

/** Starts with one token alone. */
export const associationsOf = ({ id, type }: Pick<Token, 'id' | 'type'>): Associations =>
  new Map([[id, { id, type, depth: 0 }]]);

/** Adds the children of a token. A token that is there already, as in a circle, stays where it is. */
export const withChildren = (
  known: Associations,
  parent: string,
  children: readonly Pick<Token, 'id' | 'type'>[],
  more: boolean,
): Associations => {
  const from = known.get(parent);
  if (!from) return known;
  const room = Math.max(0, mostNodes - known.size);
  const added = children.filter(({ id }) => !known.has(id)).slice(0, room);
  const shown = children.filter(({ id }) => known.has(id) || added.some((each) => each.id === id));
  const next = new Map(known);
  next.set(parent, { ...from, children: shown.map(({ id }) => id), more: more || shown.length < children.length });
  for (const { id, type } of added) next.set(id, { id, type, depth: from.depth + 1 });
  return next;
};

/** Reads the children of a token from the vault. */
export const readChildren = async (
  vault: VaultClient,
  known: Associations,
  parent: string,
  signal: AbortSignal,
): Promise<Associations> => {
  const { data, pagination } = await vault.tokens.listChildren(parent, { size: mostChildren }, { signal });
  return withChildren(known, parent, data, pagination.totalItems > data.length);
};
