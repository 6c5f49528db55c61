import type { ElementPart, HostedElement } from '@tessera/elements';

/** A body in which elements may stand for values, at any depth. */
export type WithElements<T> =
  | T
  | HostedElement
  | ElementPart
  | (T extends object ? { [Key in keyof T]: WithElements<T[Key]> } : never);
