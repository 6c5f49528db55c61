/** How much an expression may be and do. Proxy bodies raise `template` and `outputs`; everything else lives well below. */
export interface Limits {
  /** Characters of the template, all its strings together. */
  readonly template: number;
  /** Levels of objects and lists in a template (a mask). */
  readonly nesting: number;
  /** `{{ … }}` in the template, all its strings together. */
  readonly outputs: number;
  /** Filters behind one value. */
  readonly filters: number;
  /** Keys and indexes behind one variable. */
  readonly segments: number;
  /** Characters and list entries that one evaluation may read and write, filter by filter. */
  readonly work: number;
}

export const defaultLimits: Limits = {
  template: 16_384,
  nesting: 32,
  outputs: 256,
  filters: 16,
  segments: 32,
  // A request body is at most 1 MB; this leaves room for a handful of filters over all of it, and for JSON that grows when
  // it is written out again (1e20 becomes twenty-one digits).
  work: 8_388_608,
};

/** Levels of objects and lists that data may have where a filter has to walk it; request bodies stop at 32. */
export const dataDepth = 64;

/** Longest text that filters look for in another one; looking costs up to the product of both lengths. */
export const searchLength = 256;

/** Longest value that an alias is drawn for; an id has at most as many characters. */
export const aliasLength = 400;

/** What the name of a property is charged where an object's names are listed, which costs far more than reading them. */
export const nameCost = 8;

/** Longest JSONPath query. Its length bounds what one step of it can cost. */
export const jsonPathLength = 512;
