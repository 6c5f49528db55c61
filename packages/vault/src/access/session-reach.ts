import type { Place } from './rules.ts';

/** Which tokens a rule of a session is about: those that meet all of this. */
export interface SessionReach {
  /** The one with this id. */
  readonly id?: string;
  /** Those in this container. */
  readonly container?: string;
  /** Those in the containers below it, too. */
  readonly below?: boolean;
}

/** A condition as a request has it. Containers are in lower case. */
export interface SessionCondition {
  readonly attribute: 'id' | 'container';
  readonly operator: 'equals' | 'starts_with';
  readonly value: string;
}

/** Whether a rule with this reach is about a token. */
export const inSessionReach = (
  { id, container, below }: SessionReach,
  token: Pick<Place, 'container'> & { readonly id: string },
): boolean =>
  (id === undefined || id === token.id) &&
  (container === undefined ||
    container === token.container ||
    (below === true && token.container.startsWith(container)));

/** The tokens that are in two reaches; `undefined` where there can be none. */
const both = (one: SessionReach, other: SessionReach): SessionReach | undefined => {
  if (one.id !== undefined && other.id !== undefined && one.id !== other.id) return undefined;
  const id = one.id ?? other.id;
  const own = id === undefined ? {} : { id };
  if (one.container === undefined || other.container === undefined) {
    const { container, below = false } = one.container === undefined ? other : one;
    return container === undefined ? own : { ...own, container, below };
  }
  // The narrower of two containers: one that lies in the other, or that is compared as equal.
  const [outer, inner] = one.container.length > other.container.length ? [other, one] : [one, other];
  const [wide = '', narrow = ''] = [outer.container, inner.container];
  if (wide === narrow) return { ...own, container: narrow, below: outer.below === true && inner.below === true };
  return outer.below && narrow.startsWith(wide)
    ? { ...own, container: narrow, below: inner.below ?? false }
    : undefined;
};

const reachOf = ({ attribute, operator, value }: SessionCondition): SessionReach =>
  attribute === 'id' ? { id: value } : { container: value, below: operator === 'starts_with' };

/** The tokens that meet all conditions; `undefined` where none ever can. */
export const reachOfAll = (conditions: readonly SessionCondition[]): SessionReach | undefined =>
  conditions.reduce<SessionReach | undefined>((reach, condition) => reach && both(reach, reachOf(condition)), {});
