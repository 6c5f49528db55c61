import type { PageGuards } from '@tessera/bridge';

/** Where frames come from and whose they are: what all elements and the session of one `createElements` have in common. */
export interface FrameSource {
  /** The origin that serves the vault. */
  readonly origin: string;
  readonly apiKey: string;
  readonly guards: PageGuards;
}
