import type { KeyObject } from 'node:crypto';
import type { Random } from '../../ids.ts';
import type { RootKeyProvider } from '../root-key.ts';

/** Where a root key is kept, as a URI names it. */
export interface RootKeyPlace {
  /** The URI, without secrets. */
  uri: string;
  /** The root keys that are there, the likeliest first: during a rotation there may be two. */
  keys(): Iterable<RootKeyProvider>;
  /** The root key of a new vault, or the next one of an existing vault. Makes it where it is not there yet and can be made. */
  next(): RootKeyProvider;
  /** The file that holds it, where it is one. */
  file?: string;
  /** The variable that holds it, where it is one. */
  variable?: string;
  /** How it comes and goes, where it is kept in shares. */
  shared?: {
    key(): KeyObject | undefined;
    /** Takes the bytes over and wipes them. */
    unlock(bytes: Uint8Array): void;
    lock(): void;
  };
}

/** What places may use of the process. */
export interface PlaceOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** Takes a variable out of the environment that this process passes on. */
  forget(variable: string): void;
  random: Random;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Finds a root key that is in shares, where this process can: it asks people, or another thread. */
  findShared?: (() => Promise<KeyObject | undefined>) | undefined;
  /** The key in a token that a URI names, where another thread of this process is the one that talks to tokens. */
  inToken?: ((uri: string) => RootKeyProvider) | undefined;
}

/** Reads the part of a URI behind its scheme. Throws `RootKeyError`, which never repeats that part: it may be a key. */
export type PlaceOf = (rest: string, options: PlaceOptions) => RootKeyPlace;
