/** Fields that are compared as text, without regard to case. */
export const textFields = ['id', 'type', 'data', 'fingerprint', 'container', 'created_by', 'modified_by'] as const;

/** Fields that are compared as moments. */
export const dateFields = ['created_at', 'modified_at'] as const;

export type TextField = (typeof textFields)[number];
export type DateField = (typeof dateFields)[number];

/** A field equals a value; with `prefix`, which only containers have, it begins with it. */
export interface Match {
  readonly kind: 'match';
  readonly field: TextField;
  readonly value: string;
  readonly prefix: boolean;
  readonly column: number;
}

export interface MetadataMatch {
  readonly kind: 'metadata';
  readonly key: string;
  readonly value: string;
  readonly column: number;
}

/** A moment lies at or after `from` and before `before`, in milliseconds since 1970; null is an open end. */
export interface Between {
  readonly kind: 'between';
  readonly field: DateField;
  readonly from: number | null;
  readonly before: number | null;
  readonly column: number;
}

export type Term = Match | MetadataMatch | Between;

/** `and` and `or` have two operands or more, none of which is of the same kind. */
export type Query =
  | Term
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Query[] }
  | { readonly kind: 'not'; readonly operand: Query };

export const searchLimits = {
  /** Characters of a query. */
  length: 4096,
  /** Comparisons in a query. */
  terms: 64,
  /** Parentheses and negations around a comparison. */
  depth: 16,
} as const;
