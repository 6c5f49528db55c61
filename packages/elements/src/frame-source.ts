import type { PageGuards } from '@tessera/bridge';

/** Where frames come from and whose they are: what all elements and the session of one `createElements` have in common. */
export interface FrameSource {
  /** The origin that serves the vault. */
  readonly origin: string;
  /** The API key. */
  readonly key: string;
  readonly guards: PageGuards;
}

/** An iframe for a document of the vault, which loads when it is inserted. */
export const vaultFrame = (document: Document, origin: string): HTMLIFrameElement => {
  const iframe = document.createElement('iframe');
  iframe.referrerPolicy = 'no-referrer';
  iframe.src = `${origin}/elements/`;
  return iframe;
};
