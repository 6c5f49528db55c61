/** Whether a UTF-16 code unit belongs to a set. */
export type Test = (code: number) => boolean;

/** Something that is true of a place in a text, and takes up nothing of it. */
export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary';

/** A regular expression, parsed. */
export type Node =
  | { kind: 'set'; test: Test }
  | { kind: 'assertion'; what: Assertion }
  /** `index` counts groups that capture from 1; others have none. */
  | { kind: 'group'; index: number | undefined; inside: Node }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; parts: Node[] }
  | { kind: 'repeat'; inside: Node; least: number; most: number; lazy: boolean };
