/*
 * Every check of the opening stands here under a name. They are passed in, so that a test can take exactly one away and
 * show that its attack then succeeds; what is shipped passes these records and offers no way to pass others.
 */
import { type Opening, PROTOCOL } from './protocol.ts';

/** What the page asks before it trusts its frame. */
export interface PageGuards {
  /** A second `load` means that another document may sit behind the same iframe. */
  firstLoad(loads: number): boolean;
  /** The iframe still shows the window that was opened. */
  sameWindow(iframe: HTMLIFrameElement, opened: Window): boolean;
  /** The answer on the port belongs to this opening. */
  sameNonce(echoed: unknown, sent: string): boolean;
}

/** What the frame asks before it takes an opening. */
export interface FrameGuards {
  fromParent(source: unknown, parent: Window): boolean;
  allowedOrigin(origin: string, allowed: (origin: string) => boolean): boolean;
  onePort(ports: readonly MessagePort[]): boolean;
  /** Whether to go on listening after that many openings. */
  anotherOpening(openings: number): boolean;
}

export const pageGuards: PageGuards = {
  firstLoad: (loads) => loads === 1,
  // An iframe that was taken out of the document shows no window.
  sameWindow: (iframe, opened) => iframe.contentWindow === opened,
  sameNonce: (echoed, sent) => echoed === sent,
};

export const frameGuards: FrameGuards = {
  fromParent: (source, parent) => source === parent,
  allowedOrigin: (origin, allowed) => origin !== 'null' && allowed(origin),
  onePort: (ports) => ports.length === 1,
  anotherOpening: (openings) => openings < 1,
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The shape of the one message a frame listens for; anything else on its window is not for it. */
export const isOpening = (data: unknown): data is Opening =>
  isRecord(data) &&
  data.tessera === PROTOCOL &&
  typeof data.nonce === 'string' &&
  /^[0-9a-f]{32}$/.test(data.nonce) &&
  typeof data.key === 'string' &&
  typeof data.type === 'string' &&
  isRecord(data.options);

/** 128 random bits as 32 hex digits. */
export const drawId = (crypto: Pick<Crypto, 'getRandomValues'>): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
