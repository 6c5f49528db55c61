/** How large a template may be. Proxied bodies raise `template`, `outputs` and `nesting`; everything else keeps the defaults. */
export interface Limits {
  /** Characters of the template: of a mask, all its strings and the names of its properties together. */
  readonly template: number;
  /** Levels of objects and lists in a template (a mask). */
  readonly nesting: number;
  /** `{{ … }}` in the template, all its strings together. */
  readonly outputs: number;
  /** Filters behind one value. */
  readonly filters: number;
  /** Keys and indexes behind one variable. */
  readonly segments: number;
}

export const defaultLimits: Limits = { template: 16_384, nesting: 32, outputs: 256, filters: 16, segments: 32 };

/** Levels of objects and lists that data may have where a filter has to walk it. Request bodies stop at 32. */
export const dataDepth = 64;

/** Longest text that filters look for in another one. The cost of looking grows with the product of both lengths. */
export const searchLength = 256;

/** Longest value that an alias is drawn for; an id has at most as many characters. */
export const aliasLength = 400;

/** Longest JSONPath query. Its length bounds what one step of it can cost. */
export const jsonPathLength = 512;
